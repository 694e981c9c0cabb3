package dev.turnpike.clusterstate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The servers, policies and grants that every node knows. Thread-safe; never blocks. A change that was acknowledged is
 * in every snapshot taken afterwards on that node.
 */
public interface Registry {
    /** The most revisions of one policy that are remembered. */
    int MOST_REVISIONS = 100;

    /** An immutable view: all documents, and the revision of the newest change in it. */
    record Snapshot(long revision, Map<Resource.Id, Resource> resources) {
        public Snapshot {
            resources = Map.copyOf(resources);
        }
    }

    Snapshot snapshot();

    /** Whether the snapshot was read from the cluster; before that it is empty, whatever the cluster holds. */
    boolean known();

    /** As {@link #apply(Collection, Set, long)}, whatever the registry holds. */
    default CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed) {
        return apply(changed, removed, RegistryChange.ANY_REVISION);
    }

    /**
     * Stores and removes documents in one step: watchers see all of it or nothing. A document equal to the stored one
     * keeps its revision. Completes with a snapshot that holds the change, once the change is in force at every node
     * that is there: their next requests meet it.
     *
     * <p>Fails with {@link RegistryMovedException}, and stores nothing, if the registry changed since {@code basedOn}
     * and does not hold the change already; with {@link StateUnavailableException} if it is not known whether the change
     * was stored, or if it was and a node did not confirm it in time. That node follows as soon as it is reached.
     * Applying the same again is harmless, and asks for the confirmations again.
     *
     * @param basedOn the revision that the change was made for, or {@link RegistryChange#ANY_REVISION}
     */
    CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed, long basedOn);

    /**
     * The revisions of a policy that are remembered, the newest first, at most {@link #MOST_REVISIONS}: the one in force,
     * unless the policy was removed, and as many earlier ones as this registry keeps; some keep none. Fails with
     * {@link StateUnavailableException} if they cannot be read now.
     */
    CompletionStage<List<Resource>> revisions(String policy);

    /**
     * Calls back with the current snapshot now and after every change, one at a time and in order, until closed. Where a
     * split of the cluster healed, or its memory was lost, a later snapshot may have a lower revision.
     */
    Watch watch(Consumer<Snapshot> watcher);

    /** A running {@link #watch}. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
