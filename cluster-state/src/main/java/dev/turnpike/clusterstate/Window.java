package dev.turnpike.clusterstate;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A span over which spends are added up: a calendar unit in UTC, or a fixed number of seconds counted from the epoch.
 * Clocks beyond {@link #MOST_MILLIS} from the epoch, either way, are taken as that moment, so nothing overflows.
 */
public sealed interface Window {
    /** The farthest moment from the epoch that is told apart, either way: 100 million days, as in ECMAScript. */
    long MOST_MILLIS = 8_640_000_000_000_000L;

    /** Start of the window that contains {@code nowMillis}, in epoch milliseconds. */
    long startMillis(long nowMillis);

    /** End (exclusive) of the window that contains {@code nowMillis}, in epoch milliseconds. */
    long endMillis(long nowMillis);

    /** The length that a sliding window has and that people are told: the longest such window (a month is 31 days). */
    Duration length();

    /** {@link #length} in milliseconds. */
    long lengthMillis();

    /** {@code nowMillis}, or the nearest moment that is told apart. */
    static long clamp(long nowMillis) {
        return Math.max(-MOST_MILLIS, Math.min(MOST_MILLIS, nowMillis));
    }

    /** A calendar unit in UTC; a week begins on Monday (ISO 8601). */
    enum Calendar implements Window {
        SECOND(Duration.ofSeconds(1), 0),
        MINUTE(Duration.ofMinutes(1), 0),
        HOUR(Duration.ofHours(1), 0),
        DAY(Duration.ofDays(1), 0),
        /** The epoch is a Thursday, so the first Monday is its day 4. */
        WEEK(Duration.ofDays(7), Duration.ofDays(4).toMillis()),
        MONTH(Duration.ofDays(31), 0) {
            @Override
            public long startMillis(long nowMillis) {
                return millis(firstDay(nowMillis));
            }

            @Override
            public long endMillis(long nowMillis) {
                return millis(firstDay(nowMillis).plusMonths(1));
            }
        };

        private final Duration length;
        private final long lengthMillis;
        private final long phaseMillis;

        Calendar(Duration length, long phaseMillis) {
            this.length = length;
            this.lengthMillis = length.toMillis();
            this.phaseMillis = phaseMillis;
        }

        @Override
        public long startMillis(long nowMillis) {
            long now = clamp(nowMillis);
            return now - Math.floorMod(now - phaseMillis, lengthMillis);
        }

        @Override
        public long endMillis(long nowMillis) {
            return startMillis(nowMillis) + lengthMillis;
        }

        @Override
        public Duration length() {
            return length;
        }

        @Override
        public long lengthMillis() {
            return lengthMillis;
        }

        private static LocalDate firstDay(long nowMillis) {
            return LocalDate.ofEpochDay(Math.floorDiv(clamp(nowMillis), DAY.lengthMillis))
                    .withDayOfMonth(1);
        }

        private static long millis(LocalDate day) {
            return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1000;
        }
    }

    /**
     * A number of seconds, aligned to the epoch.
     *
     * @param seconds 1 to {@link #MOST_SECONDS}
     */
    record Seconds(long seconds) implements Window {
        /** The longest window: 366 days. */
        public static final long MOST_SECONDS = 366L * 24 * 60 * 60;

        public Seconds {
            if (seconds < 1 || seconds > MOST_SECONDS) {
                throw new IllegalArgumentException("seconds: " + seconds + " (expected: 1 to " + MOST_SECONDS + ")");
            }
        }

        @Override
        public long startMillis(long nowMillis) {
            long now = clamp(nowMillis);
            return now - Math.floorMod(now, lengthMillis());
        }

        @Override
        public long endMillis(long nowMillis) {
            return startMillis(nowMillis) + lengthMillis();
        }

        @Override
        public Duration length() {
            return Duration.ofSeconds(seconds);
        }

        @Override
        public long lengthMillis() {
            return seconds * 1000;
        }
    }
}
