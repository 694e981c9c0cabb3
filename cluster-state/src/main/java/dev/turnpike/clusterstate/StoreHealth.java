package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * How the durable copies of a node's state were a moment ago.
 *
 * @param kind of database; {@code none} if nothing is kept
 * @param available whether the last try to reach it succeeded
 * @param lagMillis how long ago the counters were last copied
 * @param failures how often it failed since the start
 * @param problem why it is not available; empty if it is
 */
public record StoreHealth(String kind, boolean available, long lagMillis, long failures, String problem) {
    /** Nothing is kept beyond the memory of the nodes. */
    public static final StoreHealth NONE = new StoreHealth("none", /* available= */ true, 0, 0, "");

    /** Whether there is a store at all. */
    public boolean isKept() {
        return !kind.equals(NONE.kind);
    }

    public StoreHealth {
        requireNonNull(kind, "kind");
        requireNonNull(problem, "problem");
    }
}
