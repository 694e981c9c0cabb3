package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalDeskContract;
import dev.turnpike.clusterstate.MovingClock;
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
}
