package dev.turnpike.loadtest.proof.judge;

/**
 * One call as it reached the upstream.
 *
 * @param from the address that it came from
 */
public record Arrival(long call, String grant, long micros, long millis, String from) {}
