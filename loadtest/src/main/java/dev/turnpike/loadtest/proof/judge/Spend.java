package dev.turnpike.loadtest.proof.judge;

/**
 * What a node's audit record says of a call that it let through.
 *
 * @param node the node's name
 * @param beforeMicros what the window held before
 * @param windowStartMillis start of the window, or of the sliding window's 1/60, that was spent from
 * @param givenBack whether the call surely did not run, so that its spend was given back
 */
public record Spend(
        long call,
        String grant,
        String node,
        long micros,
        long beforeMicros,
        long windowStartMillis,
        boolean givenBack) {
    long afterMicros() {
        return beforeMicros + micros;
    }
}
