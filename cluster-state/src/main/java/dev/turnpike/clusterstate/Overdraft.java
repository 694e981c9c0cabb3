package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * The counter that had not enough left for its charge.
 *
 * @param balance what it held
 * @param retryAfterMillis how long until the same charge could fit if nobody else spends, at least 1; for a charge
 *     larger than its maximum, until the window ends
 */
public record Overdraft(Balance balance, long retryAfterMillis) {
    public Overdraft {
        requireNonNull(balance, "balance");
    }
}
