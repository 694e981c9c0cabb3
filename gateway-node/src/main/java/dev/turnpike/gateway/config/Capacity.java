package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.Set;

/** How many documents there may be: every node holds all of them. */
final class Capacity {
    static final int MOST_DOCUMENTS = 50_000;

    static void check(
            Set<Resource.Id> declared,
            Set<Resource.Id> removed,
            Pins pins,
            Registry.Snapshot stored,
            Problems problems) {
        long others = stored.resources().keySet().stream()
                .filter(id -> !declared.contains(id) && !removed.contains(id))
                .count();
        if (others + declared.size() + pins.size() > MOST_DOCUMENTS) {
            problems.add("(registry)", "", "more than " + MOST_DOCUMENTS + " documents", "remove some");
        }
    }

    private Capacity() {}
}
