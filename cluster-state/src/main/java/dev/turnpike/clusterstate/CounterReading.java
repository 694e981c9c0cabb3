package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * What one counter holds at a moment of its owner's clock, in epoch milliseconds.
 *
 * @param heldMicros what its window holds, in micros
 * @param windowStartMillis since when what is spent counts
 * @param windowEndMillis from when on nothing counts that is held now: when a fixed window ends, or when the newest part
 *     of a sliding one leaves it
 * @param lost whether it is not known what it holds, because all copies were lost: unless its limit lets it begin anew, it
 *     counts as spent until {@code windowEndMillis}, or until it is reset
 */
public record CounterReading(
        Counter counter, long heldMicros, long windowStartMillis, long windowEndMillis, boolean lost) {
    public CounterReading {
        requireNonNull(counter, "counter");
    }

    static CounterReading of(Tally tally, long knownFromMillis, long now) {
        Window window = tally.counter().window();
        boolean lost = knownFromMillis > now;
        return switch (tally.counter().algorithm()) {
            case FIXED ->
                new CounterReading(
                        tally.counter(),
                        tally.heldMicros(now),
                        window.startMillis(now),
                        lost ? knownFromMillis : window.endMillis(now),
                        lost);
            case SLIDING ->
                new CounterReading(
                        tally.counter(),
                        tally.heldMicros(now),
                        SlidingTally.oldestMillis(window, now),
                        lost ? knownFromMillis : Math.max(now, tally.endMillis()),
                        lost);
        };
    }
}
