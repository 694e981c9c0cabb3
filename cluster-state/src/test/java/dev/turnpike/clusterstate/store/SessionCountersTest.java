package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Tally;
import dev.turnpike.clusterstate.Window;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Copies of the counters of many sessions. */
class SessionCountersTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final long NOW = Samples.NOW;

    @Test
    void theCountersOfVeryManySessionsAreWrittenInPortions() throws Exception {
        int owners = 50;
        int sessions = 1_000;
        PaperStore store = new PaperStore();
        MovingClock clock = new MovingClock("2026-01-01T00:00:30Z");
        MemoryClusterState memory = new MemoryClusterState(clock);
        try (StoredClusterState node = StoredClusterState.open(memory, memory, store, clock)) {
            Awaitility.await().atMost(LONG).until(() -> node.store().available());
            store.down(true);
            for (int i = 0; i < owners * sessions; i++) {
                CounterOwner owner = CounterOwner.grant("g" + i % owners);
                await(node.ledger().reserve(owner, List.of(charge(counter("s" + i), 9, 1))));
            }

            store.down(false);

            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> store.counters(0).values().stream()
                                    .mapToInt(OwnerCounters::size)
                                    .sum()
                            == owners * sessions);
            assertThat(store.heaviest()).isBetween(5_000L, 30_000L);
        }
    }

    @Test
    void ofSessionsOnlyThoseThatChangedAreWritten() {
        WrittenSessions written = new WrittenSessions();
        OwnerCounters before = spent(OwnerCounters.NONE, "", "a", "b");
        OwnerCounters after = spent(before, "b", "c");

        assertThat(sessions(written.unwritten(ALICE, before))).containsExactlyInAnyOrder("", "a", "b");
        written.add(Map.of(ALICE, before));
        OwnerCounters left = written.unwritten(ALICE, after);

        assertThat(sessions(left)).containsExactlyInAnyOrder("", "b", "c");
        assertThat(left.latestMillis()).isEqualTo(after.latestMillis());
        written.forget(entry -> entry.getKey().equals(ALICE));
        assertThat(written.unwritten(ALICE, after)).isSameAs(after);
    }

    private static OwnerCounters spent(OwnerCounters before, String... sessions) {
        OwnerCounters after = before;
        for (String session : sessions) {
            after = after.spend(ALICE, "n:1", List.of(charge(counter(session), 9, 1)), Moment.of(NOW))
                    .after();
        }
        return after;
    }

    private static Set<String> sessions(OwnerCounters counters) {
        return counters.tallies().stream()
                .map(Tally::counter)
                .map(Counter::session)
                .collect(Collectors.toSet());
    }

    private static Counter counter(String session) {
        return new Counter("calls", session, Window.Calendar.DAY, Algorithm.SLIDING, /* shadow= */ false);
    }
}
