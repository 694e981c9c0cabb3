package dev.turnpike.loadtest.proof.judge;

/** A call that reached the upstream, and the first and the last bucket that it can have been spent from. */
record Placed(long firstBucket, long lastBucket, long micros) {
    boolean isSurelyIn(long first, long last) {
        return first <= firstBucket && lastBucket <= last;
    }

    boolean isPerhapsIn(long first, long last) {
        return firstBucket <= last && first <= lastBucket;
    }
}
