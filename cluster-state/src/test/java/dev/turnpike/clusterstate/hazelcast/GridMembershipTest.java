package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GridMembershipTest {
    @RegisterExtension
    final TestGrid grid = new TestGrid(3);

    @Test
    void aMemberWithoutTheOthersSpendsNothingAndSaysSoAtOnce() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        granted(await(members.get(0).ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 9, 1)))));

        grid.kill(members.get(1));
        grid.awaitMembers(2);
        granted(await(members.get(0).ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 9, 1)))));
        grid.kill(members.get(2));
        grid.awaitMembers(1);

        long begun = System.nanoTime();
        assertThatThrownBy(() -> await(members.get(0).ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 9, 1)))))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(members.get(0).health().available()).isFalse();
    }
}
