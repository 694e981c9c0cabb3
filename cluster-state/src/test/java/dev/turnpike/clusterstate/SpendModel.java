package dev.turnpike.clusterstate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The plainest account of one counter: every spend with its time. */
final class SpendModel {
    private record Spend(long atMillis, long micros) {}

    private final Window window;
    private final Map<String, Spend> spends = new HashMap<>();

    SpendModel(Window window) {
        this.window = window;
    }

    void spend(String id, long micros, long now) {
        spends.put(id, new Spend(now, micros));
    }

    /** Those that were made so far. */
    Set<String> ids() {
        return Set.copyOf(spends.keySet());
    }

    void reset(Set<String> ids) {
        spends.keySet().removeAll(ids);
    }

    void giveBack(String id) {
        spends.remove(id);
    }

    /** What the calendar window of {@code now} holds. */
    long inCalendarWindow(long now) {
        return sum(spend -> window.startMillis(spend.atMillis) == window.startMillis(now));
    }

    /** What was spent in the window that ends now, both its ends included. */
    long inWindowUntil(long now) {
        return sum(spend -> now - spend.atMillis <= window.lengthMillis());
    }

    /** What was spent within one window and some 1/60s of it. */
    long inSlightlyLongerWindowUntil(long now, int sixtieths) {
        return sum(spend -> (now - spend.atMillis) * 60 < window.lengthMillis() * (60 + sixtieths));
    }

    /** The most that any window holds, wherever it begins. */
    long inFullestWindow() {
        List<Spend> all = new ArrayList<>(spends.values());
        return all.stream()
                .mapToLong(first -> sum(spend ->
                        spend.atMillis >= first.atMillis && spend.atMillis - first.atMillis <= window.lengthMillis()))
                .max()
                .orElse(0);
    }

    private long sum(Predicate<Spend> counts) {
        return spends.values().stream()
                .filter(counts)
                .mapToLong(spend -> spend.micros)
                .sum();
    }
}
