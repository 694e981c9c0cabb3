package dev.turnpike.gateway.http.admin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Window;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.audit.ResetRecord;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.NearLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CountingTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final CounterOwner ALICE = CounterOwner.grant("alice");

    private final Meters meters = new Meters();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void anOperatorHearsOfAResetWhenItIsRecorded() throws Exception {
        QuotaLedger ledger = new MemoryClusterState(CLOCK).ledger();
        Counter counter = new Counter("calls", "", Window.Calendar.MONTH, Algorithm.FIXED, /* shadow= */ false);
        ledger.reserve(ALICE, List.of(new Charge(counter, 5 * Charge.MICROS, Charge.MICROS)));
        List<CounterReading> some =
                ledger.read(ALICE, List.of()).toCompletableFuture().get();
        AtomicReference<@Nullable Runnable> recording = new AtomicReference<>();
        AuditSink audit = AuditSink.all(List.of(new AuditSink() {
            @Override
            public void accept(AuditRecord record) {}

            @Override
            public void accept(ResetRecord record, Runnable kept) {
                recording.set(kept);
            }
        }));
        Counting counting = new Counting(
                ledger,
                () -> {
                    throw new AssertionError("no limit is looked up");
                },
                new NearLimits(CLOCK),
                audit,
                meters,
                CLOCK);

        CompletableFuture<List<Long>> answer =
                counting.reset(ALICE, some, "carol", "r1").toCompletableFuture();

        assertThat(answer).isNotDone();
        requireNonNull(recording.get()).run();
        assertThat(answer).isCompletedWithValue(List.of(Charge.MICROS));
    }
}
