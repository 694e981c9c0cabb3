package dev.turnpike.loadtest.proof.judge;

import static java.util.Objects.requireNonNull;

/**
 * One limit under proof. Time is cut into buckets: a fixed window is one bucket, a sliding window counts the current
 * 1/60 of its length and the 60 before it, which together cover every window of that length that ends now.
 *
 * @param grant whose limit it is; no other limit is that grant's
 * @param maxMicros what one window may hold, in millionths of the policy's unit
 */
public record Limit(String grant, long maxMicros, long windowMillis, boolean sliding) {
    /** Millionths in one unit. */
    public static final long MICROS = 1_000_000;

    private static final int PARTS = 60;

    public Limit {
        requireNonNull(grant, "grant");
        if (windowMillis < 1_000) {
            throw new IllegalArgumentException("windowMillis: " + windowMillis + " (expected: at least 1000)");
        }
    }

    long bucket(long millis) {
        return Math.floorDiv(millis * parts(), windowMillis);
    }

    /** The first millisecond of a bucket. */
    long startMillis(long bucket) {
        return -Math.floorDiv(-bucket * windowMillis, parts());
    }

    /** How many buckets in a row may hold the maximum together. */
    int span() {
        return sliding ? PARTS + 1 : 1;
    }

    /** How many buckets make up one window's length. */
    int parts() {
        return sliding ? PARTS : 1;
    }
}
