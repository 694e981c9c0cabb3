package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What policies said, at each revision: the newest {@link Registry#MOST_REVISIONS} of each, and of all together as many
 * as fit into {@link #MOST_CHARS}. Not thread-safe.
 */
final class PolicyHistory {
    static final long MOST_CHARS = 32L << 20;

    private final Map<String, Deque<Resource>> byName = new HashMap<>();
    /** All of them, the oldest first. */
    private final Set<Resource> all = new LinkedHashSet<>();

    private long chars;

    /** Remembers the policies that a change stored. */
    void add(RegistryChange change, Snapshot after) {
        for (Resource written : change.changed()) {
            Resource now = after.resources().get(written.id());
            if (now != null && now.kind() == Resource.Kind.POLICY && now.revision() == after.revision()) {
                add(now);
            }
        }
    }

    /** The newest first; the one in force comes as it is now. */
    List<Resource> of(String policy, Snapshot now) {
        Resource inForce = now.resources().get(new Resource.Id(Resource.Kind.POLICY, policy));
        List<Resource> revisions = new ArrayList<>();
        if (inForce != null) {
            revisions.add(inForce);
        }
        byName.getOrDefault(policy, new ArrayDeque<>()).stream()
                .filter(earlier -> inForce == null || earlier.revision() != inForce.revision())
                .limit(Registry.MOST_REVISIONS - revisions.size())
                .forEach(revisions::add);
        return revisions;
    }

    private void add(Resource policy) {
        Deque<Resource> revisions = byName.computeIfAbsent(policy.name(), first -> new ArrayDeque<>());
        revisions.addFirst(policy);
        all.add(policy);
        chars += policy.json().length();
        if (revisions.size() > Registry.MOST_REVISIONS) {
            drop(revisions.getLast());
        }
        while (chars > MOST_CHARS) {
            drop(all.iterator().next());
        }
    }

    /** The oldest of its policy. */
    private void drop(Resource oldest) {
        all.remove(oldest);
        chars -= oldest.json().length();
        byName.computeIfPresent(oldest.name(), (name, revisions) -> {
            revisions.removeLast();
            return revisions.isEmpty() ? null : revisions;
        });
    }
}
