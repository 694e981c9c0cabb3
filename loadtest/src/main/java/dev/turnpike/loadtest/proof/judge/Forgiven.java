package dev.turnpike.loadtest.proof.judge;

import java.util.List;

/** By how much windows may exceed their maximum: by what was spent in them in the last second before each crash. */
final class Forgiven {
    private final List<Arrival> arrivals;
    private final List<Long> crashes;

    Forgiven(History history, Circumstances circumstances) {
        this.crashes = circumstances.crashes();
        this.arrivals = crashes.isEmpty() ? List.of() : history.arrivals();
    }

    /** In micros, by crashes between two moments. */
    long between(long fromMillis, long toMillis) {
        return crashes.stream()
                .filter(crash -> fromMillis <= crash && crash <= toMillis)
                .mapToLong(crash -> before(crash, fromMillis))
                .sum();
    }

    long all() {
        return between(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long before(long crash, long fromMillis) {
        long first = Math.max(fromMillis, crash - Circumstances.FORGIVEN_MILLIS);
        return arrivals.stream()
                .filter(arrival ->
                        first <= arrival.millis() && arrival.millis() <= crash + Circumstances.FORGIVEN_MILLIS)
                .mapToLong(Arrival::micros)
                .sum();
    }
}
