package dev.turnpike.loadtest.compare;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** When calls are due. Confined to the load's event loop. */
interface Pace {
    /** The time of {@link System#nanoTime()} at which the next call is due. */
    long nextNanos();

    /** Moves on to the next call. */
    void advance();

    /** Every connection sends its next call as soon as it has its answer. */
    static Pace closed() {
        return new Pace() {
            @Override
            public long nextNanos() {
                return System.nanoTime();
            }

            @Override
            public void advance() {}
        };
    }

    /** Calls are due at random moments, so many a second on average, whether others have been answered or not. */
    static Pace open(double callsPerSecond) {
        Random random = new Random(7);
        double meanNanos = TimeUnit.SECONDS.toNanos(1) / callsPerSecond;
        return new Pace() {
            private long next = System.nanoTime();

            @Override
            public long nextNanos() {
                return next;
            }

            @Override
            public void advance() {
                next += (long) (-Math.log(1 - random.nextDouble()) * meanNanos);
            }
        };
    }
}
