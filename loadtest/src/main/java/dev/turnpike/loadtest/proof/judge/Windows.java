package dev.turnpike.loadtest.proof.judge;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Counts the windows in which a run happened: times the maximum, they bound everything that may reach the upstream. */
final class Windows {
    private Windows() {}

    static long touched(Limit limit, History history, Circumstances circumstances) {
        if (history.sent().isEmpty()) {
            return 0;
        }
        return circumstances.clocksAreRight() ? byTime(limit, history) : byRecord(limit, history);
    }

    private static long byTime(Limit limit, History history) {
        long began = began(history);
        long ended = ended(history);
        return limit.sliding()
                ? (ended - began) / limit.windowMillis() + 1
                : limit.bucket(ended) - limit.bucket(began) + 1;
    }

    /** By the nodes' own clocks, which jump: as few windows as cover every bucket that was spent from. */
    private static long byRecord(Limit limit, History history) {
        NavigableSet<Long> buckets = new TreeSet<>();
        history.spends().forEach(spend -> buckets.add(limit.bucket(spend.windowStartMillis())));
        long windows = 0;
        Long next = buckets.isEmpty() ? null : buckets.first();
        while (next != null) {
            windows++;
            next = buckets.ceiling(next + limit.parts());
        }
        return windows;
    }

    static long began(History history) {
        return history.sent().stream().mapToLong(Sent::sentMillis).min().orElse(0);
    }

    /** The last moment at which anything can have been spent that reached the upstream. */
    static long ended(History history) {
        return LongStream.concat(
                        history.arrivals().stream().mapToLong(Arrival::millis),
                        history.sent().stream().mapToLong(Sent::sentMillis))
                .max()
                .orElse(0);
    }
}
