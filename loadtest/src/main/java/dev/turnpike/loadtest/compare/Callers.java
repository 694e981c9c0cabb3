package dev.turnpike.loadtest.compare;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Concurrent callers of whom each asks again as soon as it has its answer. Thread-safe. */
final class Callers {
    private final Supplier<CompletionStage<Boolean>> spend;
    private final long endNanos;
    private final CountDownLatch running;
    private final LongAdder granted = new LongAdder();
    private final LongAdder unanswered;

    private Callers(Supplier<CompletionStage<Boolean>> spend, int callers, Duration time, LongAdder unanswered) {
        this.spend = spend;
        this.unanswered = unanswered;
        this.endNanos = System.nanoTime() + time.toNanos();
        this.running = new CountDownLatch(callers);
    }

    /**
     * How many spends were granted to so many callers within that time.
     *
     * @param unanswered counts those of which nobody knows whether they were
     */
    static long run(Supplier<CompletionStage<Boolean>> spend, int callers, Duration time, LongAdder unanswered) {
        Callers all = new Callers(spend, callers, time, unanswered);
        for (int i = 0; i < callers; i++) {
            all.new Caller().goOn();
        }
        try {
            all.running.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
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
                if (System.nanoTime() >= endNanos) {
                    running.countDown();
                    return;
                }
                var unused = spend.get().whenCompleteAsync(this::answered, Runnable::run);
            } while (turns.decrementAndGet() > 0);
        }

        private void answered(@Nullable Boolean yes, @Nullable Throwable failed) {
            if (failed != null) {
                unanswered.increment();
            } else if (Boolean.TRUE.equals(yes)) {
                granted.increment();
            }
            goOn();
        }
    }
}
