package dev.turnpike.loadtest.compare;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Window;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Spends from the counters of a cluster, as a node makes them. Thread-safe. */
final class GridSpends {
    private static final int FILLING_AT_ONCE = 256;
    private static final CounterOwner HOT = CounterOwner.grant("hot");
    private static final List<Charge> ONE = List.of(charge("calls", Window.Calendar.DAY, Charge.MICROS));
    private static final List<Charge> NONE = List.of(charge("calls", Window.Calendar.DAY, 0));
    private static final List<Charge> FOUR = Stream.of(
                    charge("calls_per_minute", Window.Calendar.MONTH, Charge.MICROS),
                    charge("calls_per_hour", Window.Calendar.MONTH, Charge.MICROS),
                    charge("spend_per_day", Window.Calendar.MONTH, Charge.MICROS),
                    charge("backfill_executions_rate", Window.Calendar.MONTH, Charge.MICROS))
            .toList();

    private final QuotaLedger ledger;

    GridSpends(QuotaLedger ledger) {
        this.ledger = ledger;
    }

    /** One from the hot counter; whether it was granted. */
    CompletionStage<Boolean> spend() {
        return spend(HOT, ONE);
    }

    /** What the hot counter holds. */
    long held() {
        return ledger.reserve(HOT, NONE)
                .toCompletableFuture()
                .join()
                .fold(
                        granted -> granted.reservation().balances().get(0).beforeMicros() / Charge.MICROS,
                        refused -> refused.overdraft().balance().beforeMicros() / Charge.MICROS);
    }

    /** One from each of four counters of many grants; how many grants that were. */
    long fill(int from, int to) {
        Semaphore room = new Semaphore(FILLING_AT_ONCE);
        for (int i = from; i < to; i++) {
            room.acquireUninterruptibly();
            var unused = spend(CounterOwner.grant("team-" + i % 100 + "-agent-" + i), FOUR)
                    .whenCompleteAsync((granted, failure) -> room.release(), Runnable::run);
        }
        room.acquireUninterruptibly(FILLING_AT_ONCE);
        return (long) to - from;
    }

    private CompletionStage<Boolean> spend(CounterOwner owner, List<Charge> charges) {
        return ledger.reserve(owner, charges)
                .thenApplyAsync(
                        spending -> spending.fold(
                                granted -> {
                                    var unused = ledger.settle(granted.reservation(), Outcome.RAN);
                                    return true;
                                },
                                refused -> false),
                        Runnable::run);
    }

    private static Charge charge(String name, Window window, long amountMicros) {
        Counter counter = new Counter(name, /* session= */ "", window, Algorithm.FIXED, /* shadow= */ false);
        return new Charge(counter, Charge.MOST_MICROS, amountMicros);
    }
}
