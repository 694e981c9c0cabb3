package dev.turnpike.loadtest.proof.site;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
public final class Patience {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Patience() {}

    /**
     * Returns as soon as it holds.
     *
     * @throws ProofException if it does not come true in time
     */
    public static void until(String what, Duration longest, BooleanSupplier holds) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new ProofException("waited " + longest.toSeconds() + " s in vain until " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new ProofException("interrupted while waiting until " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Lets time pass. */
    public static void rest(Duration time) {
        rest(time, () -> true);
    }

    /** Lets time pass as long as something holds. */
    public static void rest(Duration longest, BooleanSupplier holds) {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end
                && holds.getAsBoolean()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(LOOK_NANOS, end - System.nanoTime()));
        }
    }
}
