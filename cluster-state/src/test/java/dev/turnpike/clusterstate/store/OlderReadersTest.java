package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.Window;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What members of an earlier release find in the store, which know nothing of sessions that are stored apart. */
class OlderReadersTest {
    private final PaperStore store = new PaperStore();
    private final MovingClock clock = new MovingClock("2026-01-01T00:00:30Z");
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryClusterState memory = new MemoryClusterState(clock);
    private final WithOlder originals = new WithOlder(memory);
    private final Reach reach = new Reach(store, nanos::get);
    private final StoreKeeper keeper = new StoreKeeper(
            originals,
            store,
            reach,
            new StoredRegistry(
                    memory.registry(), originals, store, reach, () -> true, /* writer= */ Runnable::run, Runnable::run),
            new ApprovalWriter(store, reach, Runnable::run),
            clock,
            nanos::get);

    @AfterEach
    void close() {
        keeper.close();
        memory.close();
    }

    @Test
    void whileOneIsHereItFindsAllThatIsSpentInSessions() throws Exception {
        originals.older(true);
        spend("", "a", "b");
        keeper.round();
        spend("b");
        keeper.round();

        assertThat(spent(store.countersAsOlderReads())).isEqualTo(Map.of("", 1L, "a", 1L, "b", 2L));
    }

    @Test
    void whoComesLaterFindsWhatWasStoredApartBefore() throws Exception {
        spend("", "a", "b");
        keeper.round();
        assertThat(spent(store.countersAsOlderReads())).isEqualTo(Map.of("", 1L));

        originals.older(true);
        keeper.round();

        assertThat(spent(store.countersAsOlderReads())).isEqualTo(Map.of("", 1L, "a", 1L, "b", 1L));
    }

    @Test
    void whoComesWhileTheStoreIsAwayFindsItOnceThatIsBack() throws Exception {
        spend("a");
        keeper.round();
        store.down(true);
        originals.older(true);
        keeper.round();

        store.down(false);
        keeper.round();

        assertThat(spent(store.countersAsOlderReads())).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void whoIsStartedAgainFindsWhatWasSpentMeanwhile() throws Exception {
        originals.older(true);
        keeper.round();
        originals.older(false);
        spend("a");
        pass(9);
        keeper.round();

        assertThat(spent(store.countersAsOlderReads())).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void onceAllAreGoneNothingOfSessionsIsForgottenThatIsStoredApartAgain() throws Exception {
        spend("", "a", "b", "c");
        keeper.round();
        originals.older(true);
        keeper.round();
        spend("", "b");
        keeper.round();
        originals.older(false);
        pass(11);
        spend("", "c");
        keeper.round();

        assertThat(spent(store.countersAsOlderReads())).isEqualTo(Map.of("", 3L));
        assertThat(spent(store.counters(0))).isEqualTo(Map.of("", 3L, "a", 1L, "b", 2L, "c", 2L));
    }

    @Test
    void whatIsGivenBackOnceAllAreGoneIsNotHeldByWhatWasStoredForThem() throws Exception {
        spend("a");
        keeper.round();
        originals.older(true);
        clock.move(Duration.ofSeconds(1));
        Reservation reservation = granted(await(memory.ledger().reserve(ALICE, List.of(charge(counter("a"), 9, 1)))))
                .reservation();
        keeper.round();
        assertThat(spent(store.counters(0))).isEqualTo(Map.of("a", 2L));

        originals.older(false);
        pass(11);
        clock.move(Duration.ofSeconds(1));
        await(memory.ledger().settle(reservation, Outcome.DID_NOT_RUN));
        keeper.round();

        assertThat(spent(store.counters(0))).isEqualTo(Map.of("a", 1L));
    }

    private void pass(int minutes) {
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
    }

    private void spend(String... sessions) throws Exception {
        for (String session : sessions) {
            await(memory.ledger().reserve(ALICE, List.of(charge(counter(session), 9, 1))));
        }
    }

    /** By session. */
    private Map<String, Long> spent(Map<CounterOwner, OwnerCounters> counters) {
        Map<String, Long> spent = new TreeMap<>();
        counters.getOrDefault(ALICE, OwnerCounters.NONE)
                .tallies()
                .forEach(tally ->
                        spent.put(tally.counter().session(), tally.heldMicros(clock.millis()) / Charge.MICROS));
        return spent;
    }

    private static Counter counter(String session) {
        return new Counter("calls", session, Window.Calendar.DAY, Algorithm.FIXED, /* shadow= */ false);
    }
}
