package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Registry.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One step of the registry. Pure.
 *
 * @param changed the documents to store, each of another name; their revisions are ignored
 * @param removed the documents to remove, none of them stored by the same change
 */
public record RegistryChange(List<Resource> changed, Set<Resource.Id> removed) {
    /** @throws IllegalArgumentException if two parts are about one document */
    public RegistryChange {
        changed = List.copyOf(changed);
        removed = Set.copyOf(removed);
        Set<Resource.Id> seen = new HashSet<>(removed);
        for (Resource resource : changed) {
            if (!seen.add(resource.id())) {
                throw new IllegalArgumentException("change: `" + resource.name() + "` occurs twice (expected: once)");
            }
        }
    }

    public static RegistryChange of(Collection<Resource> changed, Set<Resource.Id> removed) {
        return new RegistryChange(List.copyOf(changed), removed);
    }

    /** The snapshot with the change in it, one revision on; the same object if it changes nothing. */
    public Snapshot applyTo(Snapshot before) {
        long revision = before.revision() + 1;
        Map<Resource.Id, Resource> resources = new HashMap<>(before.resources());
        boolean different = resources.keySet().removeAll(removed);
        for (Resource resource : changed) {
            Resource stored = resources.get(resource.id());
            if (stored == null || !stored.json().equals(resource.json())) {
                resources.put(resource.id(), new Resource(resource.kind(), resource.name(), resource.json(), revision));
                different = true;
            }
        }
        return different ? new Snapshot(revision, resources) : before;
    }
}
