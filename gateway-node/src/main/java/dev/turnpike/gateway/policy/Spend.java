package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

/**
 * What one call takes from one counter.
 *
 * @param limit the counter and its maximum
 * @param amountMicros in millionths, 0 to {@link dev.turnpike.clusterstate.Charge#MOST_MICROS}
 */
public record Spend(Limit limit, long amountMicros) {
    public Spend {
        requireNonNull(limit, "limit");
    }
}
