package dev.turnpike.loadtest.proof.judge;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds spends that did not see all that had been spent before them, so that a count was lost or went on in two places,
 * though no window need have been exceeded yet. An owner's time never runs back: a spend has seen every spend from an
 * earlier bucket of its span, and of two from the same bucket one has seen the other. Nothing can be said once a spend
 * was given back.
 */
final class Forgotten {
    private Forgotten() {}

    /** Those that did not see what had been spent since the crash before them. */
    static long count(Limit limit, History history, Circumstances circumstances) {
        if (circumstances.crashes().isEmpty()) {
            return count(limit, history.spends());
        }
        Map<Long, Long> sent = history.sent().stream().collect(toMap(Sent::call, Sent::sentMillis, (a, copy) -> a));
        Map<Long, List<Spend>> lives = history.spends().stream()
                .collect(groupingBy(spend -> circumstances.crashes().stream()
                        .filter(crash -> crash <= sent.getOrDefault(spend.call(), Long.MIN_VALUE))
                        .count()));
        return lives.values().stream().mapToLong(life -> count(limit, life)).sum();
    }

    private static long count(Limit limit, List<Spend> spends) {
        if (spends.stream().anyMatch(Spend::givenBack)) {
            return 0;
        }
        TreeMap<Long, List<Spend>> buckets = spends.stream()
                .collect(groupingBy(spend -> limit.bucket(spend.windowStartMillis()), TreeMap::new, toList()));
        long forgotten = 0;
        for (Map.Entry<Long, List<Spend>> bucket : buckets.entrySet()) {
            long earlier = micros(buckets.subMap(bucket.getKey() - limit.span() + 1, true, bucket.getKey(), false));
            forgotten += blind(bucket.getValue(), earlier);
        }
        return forgotten;
    }

    private static long micros(NavigableMap<Long, List<Spend>> buckets) {
        return buckets.values().stream()
                .flatMap(List::stream)
                .mapToLong(Spend::micros)
                .sum();
    }

    private static long blind(List<Spend> spends, long earlierMicros) {
        long seen = earlierMicros;
        long blind = 0;
        for (Spend spend :
                spends.stream().sorted(comparingLong(Spend::beforeMicros)).toList()) {
            if (spend.beforeMicros() < seen) {
                blind++;
            }
            seen = Math.max(seen, spend.afterMicros());
        }
        return blind;
    }
}
