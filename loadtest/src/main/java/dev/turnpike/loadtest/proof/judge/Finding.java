package dev.turnpike.loadtest.proof.judge;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the judge found about one limit. Amounts are in the policy's unit.
 *
 * @param sent calls that agents sent, retries included
 * @param reached what reached the upstream
 * @param windows in which the run happened
 * @param over beyond the maximum: of the worst window, or of the whole run
 * @param under short of the maximum in windows with more demand
 * @param demanded whether any window had more demand than its maximum
 * @param lost calls that did not arrive though no limit refused them
 * @param unrecorded calls that arrived, and whose audit record died with a node
 * @param toleranceMillis of the look at arrival times (sliding limits)
 * @param flaws what must not be, one line each
 */
public record Finding(
        Limit limit,
        long sent,
        BigDecimal reached,
        long windows,
        BigDecimal over,
        BigDecimal under,
        boolean demanded,
        long refused,
        long unavailable,
        long failed,
        long unhealed,
        long lost,
        long unrecorded,
        long longestWaitMillis,
        long toleranceMillis,
        List<String> flaws) {
    public Finding {
        flaws = List.copyOf(flaws);
    }

    public boolean holds() {
        return flaws.isEmpty();
    }

    public BigDecimal most() {
        return units(limit.maxMicros()).multiply(BigDecimal.valueOf(windows));
    }

    /** Without trailing zeros, and never with an exponent. */
    public static BigDecimal units(long micros) {
        BigDecimal exact = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
