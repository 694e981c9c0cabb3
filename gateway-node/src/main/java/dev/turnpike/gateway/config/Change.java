package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Documents that were found good, and how they would change the registry.
 *
 * @param documents what the sources hold, changed or not
 * @param changed in their normal form; without those that are stored just so
 * @param removed those that go
 * @param issued tokens to show, once the change is applied
 * @param warnings what should be looked at
 */
public record Change(
        Set<Resource.Id> documents,
        List<Resource> changed,
        Set<Resource.Id> removed,
        List<IssuedToken> issued,
        List<ConfigProblem> warnings) {
    public Change {
        documents = Set.copyOf(documents);
        changed = List.copyOf(changed);
        removed = Set.copyOf(removed);
        issued = List.copyOf(issued);
        warnings = List.copyOf(warnings);
    }

    /** Whether the registry holds all of it already. */
    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }

    /** Stores all of it in one step. */
    public CompletionStage<Registry.Snapshot> applyTo(Registry registry) {
        return registry.apply(changed, removed);
    }
}
