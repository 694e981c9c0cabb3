package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.audit.ResetRecord;
import dev.turnpike.gateway.config.Directory;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.NearLimits;
import dev.turnpike.gateway.pipeline.OwnerLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Counters as operators see and reset them, and the record of who did. Thread-safe; never blocks. */
public final class Counting {
    private static final String RESET = "reset";

    private final QuotaLedger ledger;
    private final Supplier<Directory> directory;
    private final NearLimits near;
    private final AuditSink audit;
    private final Meters meters;
    private final InstantSource clock;

    /**
     * The counters of this ledger.
     *
     * @param directory whose limits are in force; never blocks
     */
    public Counting(
            QuotaLedger ledger,
            Supplier<Directory> directory,
            NearLimits near,
            AuditSink audit,
            Meters meters,
            InstantSource clock) {
        this.ledger = ledger;
        this.directory = directory;
        this.near = near;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * One counter.
     *
     * @param maxMicros the most that it may hold, if a limit in force says so
     */
    record Counted(CounterReading reading, OptionalLong maxMicros) {}

    /**
     * The counters of an owner, ordered.
     *
     * @param known whether the owner is there: counters may outlive it
     */
    record Counts(boolean known, List<Counted> counters) {}

    CompletionStage<Counts> read(CounterOwner owner) {
        OwnerLimits limits = OwnerLimits.of(owner, directory.get());
        return ledger.read(owner, limits.counters()).thenApply(readings -> {
            List<Counted> counters = readings.stream()
                    .map(reading -> new Counted(reading, limits.maxMicros(reading.counter())))
                    .toList();
            return new Counts(limits.known() || !counters.isEmpty(), counters);
        });
    }

    /**
     * Resets counters, and records that, be it known or not that they were. Completes when the record is kept, or given up.
     *
     * @param some of the owner's, as they were read
     * @return what each held
     */
    CompletionStage<List<Long>> reset(
            CounterOwner owner, List<CounterReading> some, String operator, String requestId) {
        List<Counter> counters = some.stream().map(CounterReading::counter).toList();
        List<Long> read = some.stream().map(CounterReading::heldMicros).toList();
        CompletableFuture<List<Long>> recorded = new CompletableFuture<>();
        ledger.reset(owner, counters).whenComplete((held, failure) -> {
            boolean done = failure == null;
            if (done) {
                near.forget(owner, counters);
            }
            String outcome = done ? "applied" : "unknown";
            meters.adminChange(RESET, outcome);
            audit.accept(
                    new ResetRecord(
                            clock.instant(),
                            operator,
                            outcome,
                            owner.text(),
                            records(counters, done ? held : read),
                            counters.size(),
                            requestId),
                    () -> {
                        if (done) {
                            recorded.complete(held);
                        } else {
                            recorded.completeExceptionally(failure);
                        }
                    });
        });
        return recorded;
    }

    private static List<ResetRecord.Counter> records(List<Counter> counters, List<Long> heldMicros) {
        List<ResetRecord.Counter> records = new ArrayList<>();
        for (int i = 0; i < counters.size(); i++) {
            Counter counter = counters.get(i);
            records.add(new ResetRecord.Counter(
                    counter.name(),
                    counter.session(),
                    CounterJson.window(counter.window()),
                    Charge.units(heldMicros.get(i))));
        }
        return records;
    }
}
