package dev.turnpike.clusterstate;

import java.time.Duration;

/**
 * A span over which spends are added up: a calendar unit in UTC, or a fixed number of seconds counted from the epoch.
 *
 * <p>Stub for contract only; the cluster-state helper replaces it.
 */
public sealed interface Window {
    /** Start of the window that contains {@code nowMillis}, in epoch milliseconds. */
    long startMillis(long nowMillis);

    /** End (exclusive) of the window that contains {@code nowMillis}, in epoch milliseconds. */
    long endMillis(long nowMillis);

    /** The length that a sliding window has and that people are told: the longest such window (a month is 31 days). */
    Duration length();

    /** A calendar unit in UTC; a week begins on Monday (ISO 8601). */
    enum Calendar implements Window {
        SECOND,
        MINUTE,
        HOUR,
        DAY,
        WEEK,
        MONTH;

        @Override
        public long startMillis(long nowMillis) {
            throw new AssertionError();
        }

        @Override
        public long endMillis(long nowMillis) {
            throw new AssertionError();
        }

        @Override
        public Duration length() {
            throw new AssertionError();
        }
    }

    /** A number of seconds, aligned to the epoch. */
    record Seconds(long seconds) implements Window {
        @Override
        public long startMillis(long nowMillis) {
            throw new AssertionError();
        }

        @Override
        public long endMillis(long nowMillis) {
            throw new AssertionError();
        }

        @Override
        public Duration length() {
            return Duration.ofSeconds(seconds);
        }
    }
}
