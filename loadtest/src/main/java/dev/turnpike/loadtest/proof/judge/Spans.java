package dev.turnpike.loadtest.proof.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What every span of a limit's buckets held of the calls that reached the upstream. */
final class Spans {
    private final int span;
    private final NavigableMap<Long, Long> sure = new TreeMap<>();
    private final List<Placed> vague = new ArrayList<>();
    private final NavigableSet<Long> ends = new TreeSet<>();

    Spans(Limit limit, List<Placed> placed) {
        this.span = limit.span();
        for (Placed one : placed) {
            if (one.firstBucket() == one.lastBucket()) {
                sure.merge(one.firstBucket(), one.micros(), Long::sum);
            } else {
                vague.add(one);
            }
            if (one.lastBucket() != Long.MAX_VALUE) {
                ends.add(one.lastBucket());
            }
        }
    }

    /** The buckets at which a span that holds the most can end. */
    NavigableSet<Long> ends() {
        return ends;
    }

    /** Micros that were surely spent in the span that ends with this bucket. */
    long surely(long last) {
        long first = last - span + 1;
        return recorded(first, last)
                + vague.stream()
                        .filter(one -> one.isSurelyIn(first, last))
                        .mapToLong(Placed::micros)
                        .sum();
    }

    /** The same, with what may have been spent there. */
    long perhaps(long last) {
        long first = last - span + 1;
        return recorded(first, last)
                + vague.stream()
                        .filter(one -> one.isPerhapsIn(first, last))
                        .mapToLong(Placed::micros)
                        .sum();
    }

    private long recorded(long first, long last) {
        return sure.subMap(first, true, last, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
