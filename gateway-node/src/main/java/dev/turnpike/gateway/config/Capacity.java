package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many documents there may be, and how much they may say: every node holds all of them. */
final class Capacity {
    static final int MOST_DOCUMENTS = 50_000;
    /** Of all documents together, in their normal form. */
    static final long MOST_CHARACTERS = 32L << 20;

    /**
     * Refuses documents with which there would be too many.
     *
     * @param pinned how many earlier revisions of policies come with them
     */
    static void check(
            Set<Resource.Id> declared,
            Set<Resource.Id> removed,
            int pinned,
            Registry.Snapshot stored,
            Problems problems) {
        long others = stored.resources().keySet().stream()
                .filter(id -> !declared.contains(id) && !removed.contains(id))
                .count();
        if (others + declared.size() + pinned > MOST_DOCUMENTS) {
            problems.add("(registry)", "", "more than " + MOST_DOCUMENTS + " documents", "remove some");
        }
    }

    /** Refuses documents with which all that are stored would say too much. */
    static void checkSize(
            List<Resource> changed, Set<Resource.Id> removed, Registry.Snapshot stored, Problems problems) {
        Map<Resource.Id, Resource> all = new HashMap<>(stored.resources());
        long before = characters(all);
        all.keySet().removeAll(removed);
        changed.forEach(resource -> all.put(resource.id(), resource));
        long after = characters(all);
        if (after > MOST_CHARACTERS && after > before) {
            problems.add(
                    "(registry)",
                    "",
                    "all documents together have more than " + MOST_CHARACTERS + " characters",
                    "remove some, or make them shorter");
        }
    }

    private static long characters(Map<Resource.Id, Resource> resources) {
        return resources.values().stream()
                .mapToLong(resource -> resource.json().length())
                .sum();
    }

    private Capacity() {}
}
