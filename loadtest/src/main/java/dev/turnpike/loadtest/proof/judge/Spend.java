package dev.turnpike.loadtest.proof.judge;

/**
 * What a node's audit record says of a call that it let through.
 *
 * @param node the node's name
 * @param windowStartMillis start of the window, or of the sliding window's 1/60, that was spent from
 */
public record Spend(long call, String grant, String node, long micros, long windowStartMillis) {}
