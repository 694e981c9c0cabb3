package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The identity of one count within its owner. Two charges meet in the same count exactly when all parts are equal, so
 * changing a limit's maximum resets nothing, while a counter of another window is another counter.
 *
 * @param name the counter's name in the policy
 * @param session what tells the sessions of a grant apart (a digest, never the session id itself), or {@code ""}
 * @param window the span over which spends are added up
 * @param algorithm how the window moves
 * @param shadow whether this is the count of a rule that only observes
 */
public record Counter(String name, String session, Window window, Algorithm algorithm, boolean shadow)
        implements Comparable<Counter> {
    public Counter {
        requireNonNull(name, "name");
        requireNonNull(session, "session");
        requireNonNull(window, "window");
        requireNonNull(algorithm, "algorithm");
    }

    /**
     * Counters that are reset together, copied.
     *
     * @throws IllegalArgumentException if there is none, or more than an owner may have
     */
    public static List<Counter> ofOneReset(List<Counter> counters) {
        if (counters.isEmpty() || counters.size() > OwnerCounters.MOST_COUNTERS) {
            throw new IllegalArgumentException(
                    "counters: " + counters.size() + " (expected: 1 to " + OwnerCounters.MOST_COUNTERS + ")");
        }
        return List.copyOf(counters);
    }

    /** An order that is the same on every node; sessions first, because they differ soonest. */
    @Override
    public int compareTo(Counter that) {
        int order = session.compareTo(that.session);
        if (order == 0) {
            order = name.compareTo(that.name);
        }
        if (order == 0) {
            order = Long.compare(window.lengthMillis(), that.window.lengthMillis());
        }
        if (order == 0) {
            order = Boolean.compare(window instanceof Window.Seconds, that.window instanceof Window.Seconds);
        }
        if (order == 0) {
            order = algorithm.compareTo(that.algorithm);
        }
        return order == 0 ? Boolean.compare(shadow, that.shadow) : order;
    }
}
