package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The plainest account of a counter that may forget what it did not acknowledge: the least and the most it may hold. */
public final class ShardModel {
    private record Spend(long micros, long atMillis) {}

    private final Window window;
    private final Algorithm algorithm;
    /** What was acknowledged, and nobody asked back. */
    private final SpendModel least;
    /** What was spent and may have been forgotten since, but was not surely given back. */
    private final SpendModel most;

    private final Map<String, Spend> newest = new HashMap<>();
    private long acknowledgedMillis = Long.MIN_VALUE;
    /** For each reset, what may have been spent before it. */
    private final Map<String, Set<String>> before = new HashMap<>();

    /** Those that a reset came after. */
    private final Set<String> dropped = new HashSet<>();

    private int resets;

    public ShardModel(Window window, Algorithm algorithm) {
        this.window = window;
        this.algorithm = algorithm;
        this.least = new SpendModel(window);
        this.most = new SpendModel(window);
    }

    public void spent(String id, long micros, long now) {
        newest.put(id, new Spend(micros, now));
        dropped.remove(id);
        before.values().forEach(ids -> ids.remove(id));
        most.spend(id, micros, now);
    }

    public void acknowledged(String id) {
        Spend spend = requireNonNull(newest.get(id));
        if (!dropped.contains(id)) {
            least.spend(id, spend.micros, spend.atMillis);
        }
        acknowledgedMillis = Math.max(acknowledgedMillis, spend.atMillis);
    }

    /** The counter is asked to be emptied; nobody knows whether it was. */
    public void resetting(String id, long now) {
        resets++;
        Set<String> counting = new HashSet<>(most.ids());
        counting.removeIf(spend -> isOver(spend, now));
        before.put(id, counting);
        dropped.addAll(newest.keySet());
        least.reset(least.ids());
    }

    /** It was emptied where {@link #resetting} was called last. */
    public void wasReset(String id) {
        most.reset(requireNonNull(before.get(id)));
    }

    public void givingBack(String id) {
        least.giveBack(id);
    }

    /** A window that has ended, or was reset, takes nothing back; one that was not elsewhere may count it still. */
    public void gaveBack(String id, long now) {
        if (!isOver(id, now) && !dropped.contains(id)) {
            most.giveBack(id);
        }
    }

    private boolean isOver(String id, long now) {
        Spend spend = newest.get(id);
        return spend != null
                && (algorithm == Algorithm.FIXED
                        ? window.startMillis(spend.atMillis) != window.startMillis(now)
                        : now - spend.atMillis >= window.lengthMillis());
    }

    /** When the latest spend took place that must not be forgotten. */
    public long acknowledgedMillis() {
        return acknowledgedMillis;
    }

    /** No window holds more than {@code max} of what was acknowledged. */
    public void checkAdmitted(long now, long max) {
        long admitted = algorithm == Algorithm.FIXED ? least.inCalendarWindow(now) : least.inFullestWindow();
        assertThat(admitted).as("admitted").isLessThanOrEqualTo(max);
    }

    /** A counter that holds {@code held} has lost nothing, and counted nothing twice. */
    public void checkHeld(long held, long now) {
        boolean fixed = algorithm == Algorithm.FIXED;
        assertThat(held)
                .as("held")
                .isBetween(
                        fixed ? least.inCalendarWindow(now) : least.inWindowUntil(now),
                        fixed ? most.inCalendarWindow(now) : most.inSlightlyLongerWindowUntil(now, 1 + resets));
    }
}
