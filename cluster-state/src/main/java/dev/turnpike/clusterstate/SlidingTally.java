package dev.turnpike.clusterstate;

import java.util.Arrays;

/**
 * The count of a window that moves in steps of 1/60 of its length. The current bucket and the {@value #PARTS} before it
 * count: together they cover the whole window that ends now, and at most 1/60 more.
 *
 * <p>Bucket {@code k} of a window of length {@code L} holds the times {@code t} with {@code floor(60 t / L) = k}. That
 * needs no whole number of milliseconds a bucket, so it is exact for every length.
 *
 * <p>A tally that was reset begins with a mark: an empty bucket, behind all that was spent from before, so that nothing is
 * given back to what is spent afterwards. Where that is the current bucket, spends go to the next one, and count by that
 * much longer. No other tally begins with an empty bucket.
 */
final class SlidingTally implements Tally {
    static final int PARTS = 60;

    private final Counter counter;
    private final long origin;
    private final long[] micros;

    /** @param micros of the buckets from {@code origin} on, at most {@code PARTS + 1}; not copied */
    SlidingTally(Counter counter, long origin, long[] micros) {
        this.counter = counter;
        this.origin = origin;
        this.micros = micros;
    }

    static long bucket(Window window, long now) {
        return Math.floorDiv(now * PARTS, window.lengthMillis());
    }

    /** From when on nothing that was spent before {@code sinceMillis} counts. */
    static long forgottenFromMillis(Window window, long sinceMillis) {
        return startMillis(window, bucket(window, sinceMillis - 1) + PARTS + 1);
    }

    /** Since when what is spent counts at {@code now}. */
    static long oldestMillis(Window window, long now) {
        return startMillis(window, bucket(window, now) - PARTS);
    }

    @Override
    public Counter counter() {
        return counter;
    }

    @Override
    public long heldMicros(long now) {
        long held = 0;
        for (int i = firstCounting(now); i < micros.length; i++) {
            held += micros[i];
        }
        return held;
    }

    @Override
    public long windowStartMillis(long now) {
        return startMillis(current(now));
    }

    @Override
    public Tally plus(long added, long now) {
        long current = current(now);
        int first = wasReset(now) ? 0 : firstCounting(now);
        long start = first == micros.length ? current : origin + first;
        long[] next = new long[Math.toIntExact(current - start + 1)];
        System.arraycopy(micros, first, next, 0, micros.length - first);
        next[next.length - 1] += added;
        return new SlidingTally(counter, start, next);
    }

    @Override
    public Tally minus(long removed, long windowStartMillis, long now) {
        long index = bucket(counter.window(), windowStartMillis) - origin;
        if (index < firstCounting(now) || index >= micros.length) {
            return this;
        }
        long[] next = micros.clone();
        next[(int) index] = Math.max(0, next[(int) index] - removed);
        SlidingTally less = new SlidingTally(counter, origin, next);
        int first = wasReset(now) ? 0 : less.firstCounting(now);
        return new SlidingTally(counter, origin + first, Arrays.copyOfRange(next, first, next.length));
    }

    @Override
    public Tally reset(long now, boolean isKnown) {
        long bucket = bucket(counter.window(), now);
        long newest = micros.length == 0 ? bucket - 1 : origin + micros.length - 1;
        // What is forgotten was spent in this bucket or before, or a few later if it was reset there.
        long forgotten = isKnown ? bucket - 1 : bucket + PARTS / 2;
        // However often it is reset, what is spent counts at most twice as long.
        long mark = Math.min(Math.max(newest, forgotten), bucket + PARTS - 1);
        return new SlidingTally(counter, mark, new long[1]);
    }

    @Override
    public boolean wasReset(long now) {
        return micros.length > 0 && micros[0] == 0 && origin >= bucket(counter.window(), now) - PARTS;
    }

    @Override
    public long endMillis() {
        return endsCounting(micros.length - 1);
    }

    @Override
    public long holdsAtMostFromMillis(long most, long now) {
        long held = heldMicros(now);
        if (held <= most) {
            return now;
        }
        if (most < 0) {
            return now + counter.window().lengthMillis();
        }
        int i = firstCounting(now);
        while (held > most) {
            held -= micros[i++];
        }
        return endsCounting(i - 1);
    }

    @Override
    public long origin() {
        return origin;
    }

    @Override
    public long[] buckets() {
        return micros.clone();
    }

    /** The bucket that a spend goes to. */
    private long current(long now) {
        long bucket = bucket(counter.window(), now);
        return wasReset(now) ? Math.max(bucket, origin + 1) : bucket;
    }

    /** Index of the oldest bucket that counts at {@code now} and holds something; the length if there is none. */
    private int firstCounting(long now) {
        long oldest = bucket(counter.window(), now) - PARTS - origin;
        int i = (int) Math.max(0, Math.min(oldest, micros.length));
        while (i < micros.length && micros[i] == 0) {
            i++;
        }
        return i;
    }

    /** When the bucket at {@code index} stops counting. */
    private long endsCounting(int index) {
        return startMillis(origin + index + PARTS + 1);
    }

    /** The first millisecond of a bucket: its exact start, rounded up. */
    private static long startMillis(Window window, long bucket) {
        return -Math.floorDiv(-bucket * window.lengthMillis(), PARTS);
    }

    private long startMillis(long bucket) {
        return startMillis(counter.window(), bucket);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlidingTally that
                && counter.equals(that.counter)
                && origin == that.origin
                && Arrays.equals(micros, that.micros);
    }

    @Override
    public int hashCode() {
        return 31 * counter.hashCode() + Long.hashCode(origin);
    }

    @Override
    public String toString() {
        return "SlidingTally[counter=" + counter + ", origin=" + origin + ", micros=" + Arrays.toString(micros) + "]";
    }
}
