package dev.turnpike.loadtest.proof.judge;

/**
 * What a node's audit record says of a call that an exhausted limit stopped.
 *
 * @param windowStartMillis start of the window, or of the sliding window's 1/60, that had not enough left
 */
public record Refusal(long call, String grant, long windowStartMillis) {}
