package dev.turnpike.loadtest.compare;

import java.time.Duration;

/** Waiting, for as long as a measurement takes. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ComparisonException("interrupted");
        }
    }

    static void of(Duration time) {
        millis(time.toMillis());
    }
}
