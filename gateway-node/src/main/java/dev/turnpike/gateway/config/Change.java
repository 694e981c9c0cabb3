package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
 * @param basedOn the registry's revision that they were checked with
 * @param pins what grants among them are pinned to
 */
public record Change(
        Set<Resource.Id> documents,
        List<Resource> changed,
        Set<Resource.Id> removed,
        List<IssuedToken> issued,
        List<ConfigProblem> warnings,
        long basedOn,
        Pins pins) {
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

    /** Stores all of it in one step, if the registry is still the one that it was made for. */
    public CompletionStage<Registry.Snapshot> applyTo(Registry registry) {
        List<Resource> stored = new ArrayList<>(changed);
        stored.addAll(pins.added(changed));
        Set<Resource.Id> gone = new HashSet<>(removed);
        gone.addAll(pins.gone(changed, removed));
        return registry.apply(stored, gone, basedOn);
    }

    /** The same without the documents among {@code others}. */
    Change without(Collection<Resource> others) {
        return new Change(
                documents,
                changed.stream().filter(resource -> !others.contains(resource)).toList(),
                removed,
                issued,
                warnings,
                basedOn,
                pins);
    }
}
