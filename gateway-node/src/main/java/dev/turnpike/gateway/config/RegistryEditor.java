package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Plans and carries out what operators ask for, each edit in one step. Thread-safe; blocks. */
public final class RegistryEditor {
    /** A registry that moved once may be busy; one that moved twice is left to whoever moves it. */
    private static final int ATTEMPTS = 2;
    /** An operator whose change surely did not happen need not wait as long as for one that may have. */
    private static final int FOR_NOTHING = 5;

    private final Registry registry;
    private final PolicyRevisions revisions;
    private final DocumentReader reader;
    private final Commit commit;

    /**
     * An editor of this registry; secrets that documents refer to must be at this node.
     *
     * @param patience how long to try to store a change
     */
    public RegistryEditor(Registry registry, Secrets secrets, Duration patience) {
        this.registry = registry;
        this.revisions = PolicyRevisions.of(registry, patience);
        this.reader = new DocumentReader(secrets, revisions);
        this.commit = new Commit(registry, patience, patience.dividedBy(FOR_NOTHING));
    }

    /**
     * What is known of a policy at its revisions, the newest first; each has the policy's name.
     *
     * @throws StateUnavailableException if the earlier ones cannot be read now
     */
    public List<Resource> revisions(String policy) {
        return revisions.of(policy, registry.snapshot());
    }

    /**
     * A policy at one revision, if that is known.
     *
     * @throws StateUnavailableException as {@link #revisions}
     */
    public Optional<Resource> revision(PolicyReference policy) {
        return revisions.find(policy, registry.snapshot());
    }

    /**
     * What the edit would do.
     *
     * @throws ConfigException with everything that is wrong with its documents
     * @throws NotPermittedException if its hand may not do that
     * @throws OutdatedException if its condition does not hold
     */
    public Plan plan(Edit edit) {
        Registry.Snapshot stored = registry.snapshot();
        return Plan.of(change(edit, stored), stored);
    }

    /**
     * Does it; once it is acknowledged it is in force at every node.
     *
     * @param attempted hears what is about to be stored
     * @throws OutdatedException as {@link #plan}, or if the registry keeps moving
     * @throws UnstoredException if it is not known whether it is in force
     */
    public Plan carryOut(Edit edit, Consumer<Plan> attempted) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Registry.Snapshot stored = registry.snapshot();
            Change change = change(edit, stored);
            if (change.isEmpty()) {
                return Plan.of(change, stored);
            }
            attempted.accept(Plan.of(change, stored));
            Optional<Registry.Snapshot> now = commit.store(change);
            if (now.isPresent()) {
                return Plan.done(change, stored, now.get());
            }
        }
        throw OutdatedException.moved(registry.snapshot().revision());
    }

    private Change change(Edit edit, Registry.Snapshot stored) {
        if (!edit.condition().holds(stored)) {
            throw OutdatedException.condition(stored.revision());
        }
        return edit.require(reader.read(edit.sources(), stored, edit.previous(stored), edit.hand()));
    }
}
