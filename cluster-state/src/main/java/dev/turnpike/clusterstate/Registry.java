package dev.turnpike.clusterstate;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The servers, policies and grants that every node knows. Thread-safe; never blocks. A change that was acknowledged is
 * in every snapshot taken afterwards on that node.
 */
public interface Registry {
    /** An immutable view: all documents, and the revision of the newest change in it. */
    record Snapshot(long revision, Map<Resource.Id, Resource> resources) {
        public Snapshot {
            resources = Map.copyOf(resources);
        }
    }

    Snapshot snapshot();

    /** Whether the snapshot was read from the cluster; before that it is empty, whatever the cluster holds. */
    boolean known();

    /**
     * Stores and removes documents in one step: watchers see all of it or nothing. A document equal to the stored one
     * keeps its revision. Completes with the snapshot that holds the change.
     */
    CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed);

    /** Calls back with the current snapshot now and after every change, one at a time and in order, until closed. */
    Watch watch(Consumer<Snapshot> watcher);

    /** A running {@link #watch}. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
