package dev.turnpike.loadtest.compare;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Concurrent callers of whom each asks again as soon as it has its answer. Thread-safe. */
final class Callers {
    private final Supplier<CompletionStage<Boolean>> spend;
    private final long endNanos;
    private final CountDownLatch running;
    private final LongAdder granted = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Callers(Supplier<CompletionStage<Boolean>> spend, int callers, Duration time) {
        this.spend = spend;
        this.endNanos = System.nanoTime() + time.toNanos();
        this.running = new CountDownLatch(callers);
    }

    /** How many spends were granted to so many callers within that time. */
    static long run(Supplier<CompletionStage<Boolean>> spend, int callers, Duration time) {
        Callers all = new Callers(spend, callers, time);
        for (int i = 0; i < callers; i++) {
            all.new Caller().goOn();
        }
        try {
            all.running.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        @Nullable Throwable failed = all.failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        return all.granted.sum();
    }

    /** One of them. An answer that is there at once is taken in a loop, so that no stack grows. */
    private final class Caller {
        private final AtomicInteger turns = new AtomicInteger();

        void goOn() {
            if (turns.getAndIncrement() > 0) {
                return; // the loop below runs, in this thread or in another, and takes this turn too
            }
            do {
                if (System.nanoTime() >= endNanos || failure.get() != null) {
                    running.countDown();
                    return;
                }
                var unused = spend.get().whenCompleteAsync(this::answered, Runnable::run);
            } while (turns.decrementAndGet() > 0);
        }

        private void answered(@Nullable Boolean yes, @Nullable Throwable failed) {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            } else if (Boolean.TRUE.equals(yes)) {
                granted.increment();
            }
            goOn();
        }
    }
}
