package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalDeskContract;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Spends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HazelcastApprovalDeskTest implements ApprovalDeskContract {
    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final MovingClock clock = new MovingClock(START);
    private final ApprovalDesk desk = MEMBER.freshDesk(clock);

    @Override
    public ApprovalDesk desk() {
        return desk;
    }

    @Override
    public MovingClock clock() {
        return clock;
    }

    @Test
    void anIdOfAnotherGrantOpensNothing() throws Exception {
        Motion.Ask motion = new Motion.Ask(Questions.question("alice", "f", Questions.ONCE), desk.newId("bob"), "c");

        assertThatThrownBy(() -> desk.put(motion)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Spends.await(desk.list(ApprovalDesk.Which.ALL))).isEmpty();
    }
}
