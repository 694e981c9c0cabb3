package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What an exhausted limit tells machines.
 *
 * @param counter the counter's name
 * @param limit the most that one window may hold
 * @param windowSeconds the window's length; the longest such window where lengths differ
 * @param remaining what the window has left
 * @param retryAfterSeconds when the same call could fit, rounded up, at least 1
 */
public record LimitFacts(
        String counter, BigDecimal limit, long windowSeconds, BigDecimal remaining, long retryAfterSeconds) {
    public LimitFacts {
        requireNonNull(counter, "counter");
        requireNonNull(limit, "limit");
        requireNonNull(remaining, "remaining");
    }
}
