package dev.turnpike.clusterstate;

/**
 * What one counter holds. Immutable. Times are epoch milliseconds by the owner's clock, and never lie before a time
 * that was passed earlier: {@link OwnerCounters} sees to that.
 *
 * <p>{@link #origin} and {@link #buckets} are the form that travels; {@link #of} reads it back.
 */
public sealed interface Tally permits FixedTally, SlidingTally {
    /** Whose tally it is. */
    Counter counter();

    /** What counts at {@code now}, in micros. */
    long heldMicros(long now);

    /** Start of the window, or of the 1/60 of a sliding window, that a spend at {@code now} goes to. */
    long windowStartMillis(long now);

    /** This tally and a spend at {@code now}, without what no longer counts. */
    Tally plus(long micros, long now);

    /** This tally without a spend from the window that began at {@code windowStartMillis}; itself if that has ended. */
    Tally minus(long micros, long windowStartMillis, long now);

    /**
     * This tally with nothing spent, and told apart from what it was: what was spent before is not given back to it any
     * more. To that end a fixed window begins anew a millisecond after it did, and a sliding one goes on with the next of
     * its 1/60s if something was spent in the current one.
     *
     * @param isKnown whether it holds all that was spent; else what is forgotten is not given back to it either, unless it
     *     was forgotten twice, and reset each time, within one window
     */
    Tally reset(long now, boolean isKnown);

    /** Whether it was reset in the window that counts at {@code now}: then it is known what that holds. */
    boolean wasReset(long now);

    /** From when on nothing of it counts. */
    long endMillis();

    /**
     * The earliest time, from {@code now} on, at which it holds at most {@code micros} if nothing is added; for a
     * negative number, which it never does, when the window that contains or begins at {@code now} ends.
     */
    long holdsAtMostFromMillis(long micros, long now);

    /** The time of the first bucket: when a window begins, or the number of a sliding window's 1/60 since the epoch. */
    long origin();

    /** A copy of the micros in each bucket, without gaps: one for a fixed window, up to 61 for a sliding one. */
    long[] buckets();

    /** An empty tally. */
    static Tally empty(Counter counter, long now) {
        return switch (counter.algorithm()) {
            case FIXED -> new FixedTally(counter, counter.window().startMillis(now), 0);
            case SLIDING -> new SlidingTally(counter, SlidingTally.bucket(counter.window(), now), new long[0]);
        };
    }

    /**
     * From when on it is known what {@code counter} holds, if spends before {@code knownSinceMillis} are forgotten:
     * {@code now} or earlier once no window that counts reaches back behind that.
     */
    static long knownFromMillis(Counter counter, long knownSinceMillis, long now) {
        if (knownSinceMillis == Moment.ALWAYS) {
            return now;
        }
        return switch (counter.algorithm()) {
            case FIXED ->
                counter.window().startMillis(now) >= knownSinceMillis
                        ? now
                        : counter.window().endMillis(Math.max(now, knownSinceMillis - 1));
            case SLIDING -> SlidingTally.forgottenFromMillis(counter.window(), knownSinceMillis);
        };
    }

    /** The tally that had this {@link #origin} and these {@link #buckets}. */
    static Tally of(Counter counter, long origin, long[] buckets) {
        for (long micros : buckets) {
            if (micros < 0 || micros > Charge.MOST_MICROS) {
                throw new IllegalArgumentException(
                        "micros: " + micros + " (expected: 0 to " + Charge.MOST_MICROS + ")");
            }
        }
        return switch (counter.algorithm()) {
            case FIXED -> new FixedTally(counter, origin, buckets[0]);
            case SLIDING -> new SlidingTally(counter, origin, buckets.clone());
        };
    }
}
