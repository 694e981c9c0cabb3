package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.SLIDING_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static dev.turnpike.clusterstate.Spends.refused;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger promises to many callers at once. */
public interface QuotaContentionContract {
    int THREADS = 16;

    QuotaLedger ledger();

    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    default void grantsExactlyTheMaximumToManyCallers(int max) throws Exception {
        List<Charge> charges = List.of(charge(PER_MINUTE, max, 1), charge(SLIDING_MINUTE, max + 1, 1));
        AtomicLong granted = new AtomicLong();

        together(() -> {
            for (int i = 0; i < 100; i++) {
                if (Spends.isGranted(await(ledger().reserve(ALICE, charges)))) {
                    granted.incrementAndGet();
                }
            }
        });

        assertThat(granted).hasValue(max);
    }

    @Test
    default void grantsExactlyTheMaximumInUnequalAmounts() throws Exception {
        AtomicLong spent = new AtomicLong();
        AtomicLong amounts = new AtomicLong();

        together(() -> {
            for (int i = 0; i < 50; i++) {
                long amount = 1 + amounts.getAndIncrement() % 7;
                if (Spends.isGranted(await(ledger().reserve(ALICE, List.of(charge(PER_HOUR, 1000, amount)))))) {
                    spent.addAndGet(amount);
                }
            }
        });
        long left = 1000 - spent.get();

        assertThat(left).isBetween(0L, 6L);
        granted(reserve(ledger(), charge(PER_HOUR, 1000, left)));
        refused(reserve(ledger(), charge(PER_HOUR, 1000, 1)));
    }

    @Test
    default void givingBackAmongSpendsLosesAndInventsNothing() throws Exception {
        AtomicLong kept = new AtomicLong();

        together(() -> {
            for (int i = 0; i < 50; i++) {
                Spending spending = await(ledger().reserve(ALICE, List.of(charge(PER_HOUR, 100, 1))));
                boolean keep = i % 2 == 0;
                if (spending instanceof Spending.Granted some) {
                    kept.addAndGet(keep ? 1 : 0);
                    await(ledger().settle(some.reservation(), keep ? Outcome.RAN : Outcome.DID_NOT_RUN));
                }
            }
        });

        long left = 100 - kept.get();
        granted(reserve(ledger(), charge(PER_HOUR, 100, left)));
        refused(reserve(ledger(), charge(PER_HOUR, 100, 1)));
    }

    @Test
    default void oneReservationSettledByManyGoesBackOnce() throws Exception {
        Reservation reservation =
                granted(reserve(ledger(), charge(PER_HOUR, 9, 1))).reservation();
        granted(reserve(ledger(), charge(PER_HOUR, 9, 8)));

        together(() -> await(ledger().settle(reservation, Outcome.DID_NOT_RUN)));

        granted(reserve(ledger(), charge(PER_HOUR, 9, 1)));
        refused(reserve(ledger(), charge(PER_HOUR, 9, 1)));
    }

    /** Something that many threads do at once. */
    interface Task {
        void run() throws Exception;
    }

    private static void together(Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(() -> {
                    start.await();
                    task.run();
                    return null;
                });
            }
            for (Future<Void> future : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
