package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Tally;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this node last stored of owners whose sessions have counters: of thousands of sessions few change between two
 * copies, and only those need to be stored. Not thread-safe.
 */
final class WrittenSessions {
    private final Map<CounterOwner, OwnerCounters> written = new HashMap<>();

    /** Those counters without the ones of sessions that are stored as they are. */
    OwnerCounters unwritten(CounterOwner owner, OwnerCounters now) {
        OwnerCounters before = written.get(owner);
        if (before == null) {
            return now;
        }
        Map<Counter, Tally> known = before.tallies().stream().collect(Collectors.toMap(Tally::counter, tally -> tally));
        Set<String> changed = new HashSet<>(Set.of(""));
        now.tallies().stream()
                .filter(tally -> !isSame(tally, known.get(tally.counter())))
                .forEach(tally -> changed.add(tally.counter().session()));
        List<Tally> left = now.tallies().stream()
                .filter(tally -> changed.contains(tally.counter().session()))
                .toList();
        return OwnerCounters.of(now.latestMillis(), left);
    }

    /** They are stored. */
    void add(Map<CounterOwner, OwnerCounters> counters) {
        counters.forEach((owner, now) -> {
            if (now.tallies().stream()
                    .allMatch(tally -> tally.counter().session().isEmpty())) {
                written.remove(owner);
            } else {
                written.put(owner, now);
            }
        });
    }

    /** Somebody else may store them from now on, or nobody. */
    void forget(Predicate<Map.Entry<CounterOwner, OwnerCounters>> which) {
        written.entrySet().removeIf(which);
    }

    private static boolean isSame(Tally one, @Nullable Tally other) {
        return other != null && one.origin() == other.origin() && Arrays.equals(one.buckets(), other.buckets());
    }
}
