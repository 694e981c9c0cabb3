package dev.turnpike.clusterstate;

/**
 * The count of one aligned window.
 *
 * @param origin where the window begins: aligned, or later if it was reset
 */
record FixedTally(Counter counter, long origin, long micros) implements Tally {
    @Override
    public long heldMicros(long now) {
        return windowStartMillis(now) == origin ? micros : 0;
    }

    @Override
    public long windowStartMillis(long now) {
        return Math.max(origin, counter.window().startMillis(now));
    }

    @Override
    public Tally plus(long added, long now) {
        long start = windowStartMillis(now);
        return new FixedTally(counter, start, start == origin ? micros + added : added);
    }

    @Override
    public Tally minus(long removed, long windowStartMillis, long now) {
        return windowStartMillis == origin && windowStartMillis(now) == origin
                ? new FixedTally(counter, origin, Math.max(0, micros - removed))
                : this;
    }

    @Override
    public Tally reset(long now, boolean isKnown) {
        long start = windowStartMillis(now);
        long end = counter.window().endMillis(start);
        long anew = start + 1;
        if (!isKnown) {
            // What is forgotten was spent in this window, or from a few milliseconds later on if it was reset there.
            anew = Math.max(anew, end - (end - counter.window().startMillis(now)) / 2);
        }
        return new FixedTally(counter, Math.min(anew, end - 1), 0);
    }

    @Override
    public boolean wasReset(long now) {
        return origin > counter.window().startMillis(now);
    }

    @Override
    public long endMillis() {
        return counter.window().endMillis(origin);
    }

    @Override
    public long holdsAtMostFromMillis(long most, long now) {
        return heldMicros(now) <= most ? now : counter.window().endMillis(now);
    }

    @Override
    public long[] buckets() {
        return new long[] {micros};
    }
}
