package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HazelcastClusterStateTest {
    @Test
    void aClosedGridIsUnavailable() throws Exception {
        HazelcastClusterState state = HazelcastClusterState.open(GridSettings.singleMember(), InstantSource.system());
        QuotaLedger ledger = state.ledger();
        Reservation reservation = granted(await(ledger.reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))))
                .reservation();

        state.close();

        assertThatThrownBy(() -> await(ledger.reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(ledger.probe(ALICE, List.of(charge(PER_MINUTE, 1, 1)))))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(ledger.settle(reservation, Outcome.DID_NOT_RUN)))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(state.registry().apply(List.of(), Set.of())))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThat(state.registry().snapshot().resources()).isEmpty();
        ApprovalDesk desk = state.approvals();
        assertThatThrownBy(() -> await(desk.put(new Motion.Look(desk.newId("alice")))))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(desk.list(ApprovalDesk.Which.ALL)))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(desk.tend(ApprovalDesk.Left.ALL)))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(state.keys().keys())).hasCauseInstanceOf(StateUnavailableException.class);
    }

    @Test
    void aPortInUseIsSaidSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GridSettings settings = TestGrid.settings("test", /* size= */ 1, taken.getLocalPort(), List.of());

            assertThatThrownBy(() -> HazelcastClusterState.open(settings, InstantSource.system()))
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aCommonPoolThatWouldStartAThreadForEachAnswerIsRefused() {
        assertThatThrownBy(() -> HazelcastClusterState.requireParallelism(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
        HazelcastClusterState.requireParallelism(2);
    }
}
