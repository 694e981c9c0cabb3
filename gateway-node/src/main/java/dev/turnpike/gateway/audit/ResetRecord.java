package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What an operator did to the counters of one owner, in one step.
 *
 * @param time when the node had done it
 * @param operator who
 * @param outcome {@code applied}; {@code unknown} where the shared state did not say
 * @param owner {@code grant:NAME}, {@code server:NAME} or {@code cluster}
 * @param counters at most {@link #MOST_COUNTERS} of those that were reset
 * @param total how many were reset
 * @param requestId of the operator's request
 */
public record ResetRecord(
        Instant time,
        String operator,
        String outcome,
        String owner,
        List<Counter> counters,
        int total,
        String requestId) {
    /** A grant may have a counter for each of its sessions, too many for a line. */
    public static final int MOST_COUNTERS = 100;

    /**
     * One counter, which holds nothing afterwards.
     *
     * @param session the digest of a session, {@code -} for calls without one, or empty
     * @param before what it held, in the policy's unit; where the outcome is unknown, when it was looked at
     */
    public record Counter(String counter, String session, String window, BigDecimal before) {}

    public ResetRecord {
        requireNonNull(time, "time");
        requireNonNull(operator, "operator");
        requireNonNull(outcome, "outcome");
        requireNonNull(owner, "owner");
        counters = List.copyOf(counters.subList(0, Math.min(counters.size(), MOST_COUNTERS)));
        requireNonNull(requestId, "requestId");
    }
}
