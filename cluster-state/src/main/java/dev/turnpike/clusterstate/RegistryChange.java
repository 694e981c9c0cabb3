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
 * @param basedOn the revision that it was made for, or {@link #ANY_REVISION}
 */
public record RegistryChange(List<Resource> changed, Set<Resource.Id> removed, long basedOn) {
    /** For a change that is good whatever the registry holds. */
    public static final long ANY_REVISION = -1;

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

    public static RegistryChange of(Collection<Resource> changed, Set<Resource.Id> removed, long basedOn) {
        return new RegistryChange(List.copyOf(changed), removed, basedOn);
    }

    /** The documents to store that the snapshot does not hold just so. */
    public List<Resource> news(Snapshot snapshot) {
        return changed.stream()
                .filter(resource -> {
                    Resource stored = snapshot.resources().get(resource.id());
                    return !resource.over(stored, snapshot.revision() + 1).equals(stored);
                })
                .toList();
    }

    /** Whether the snapshot holds all of it. */
    public boolean isIn(Snapshot snapshot) {
        return with(snapshot).revision() == snapshot.revision();
    }

    /**
     * The snapshot with the change in it, one revision on; the same object if it changes nothing, or was made for
     * another revision.
     */
    public Snapshot applyTo(Snapshot before) {
        return basedOn == ANY_REVISION || basedOn == before.revision() ? with(before) : before;
    }

    /**
     * The same snapshot, if it holds all of it.
     *
     * @throws RegistryMovedException if it does not, because it is not the one that the change was made for
     */
    public Snapshot requireIn(Snapshot snapshot) {
        if (!isIn(snapshot)) {
            throw new RegistryMovedException(basedOn, snapshot.revision());
        }
        return snapshot;
    }

    private Snapshot with(Snapshot before) {
        long revision = before.revision() + 1;
        Map<Resource.Id, Resource> resources = new HashMap<>(before.resources());
        boolean different = resources.keySet().removeAll(removed);
        for (Resource resource : changed) {
            Resource stored = resources.get(resource.id());
            Resource now = resource.over(stored, revision);
            if (!now.equals(stored)) {
                resources.put(resource.id(), now);
                different = true;
            }
        }
        return different ? new Snapshot(revision, resources) : before;
    }
}
