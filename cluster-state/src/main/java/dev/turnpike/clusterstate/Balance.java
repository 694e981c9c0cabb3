package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * What one counter held when a charge met it.
 *
 * @param charge the charge
 * @param beforeMicros what the window held before it
 * @param afterMicros what the window held after it; equal to {@code beforeMicros} where nothing was spent
 * @param windowStartMillis start of the window that was spent from (for a sliding counter: of its current 1/60), epoch
 *     milliseconds by the owner's clock
 */
public record Balance(Charge charge, long beforeMicros, long afterMicros, long windowStartMillis) {
    public Balance {
        requireNonNull(charge, "charge");
    }

    /** What the window has left, never negative. */
    public long remainingMicros() {
        return Math.max(0, charge.maxMicros() - afterMicros);
    }
}
