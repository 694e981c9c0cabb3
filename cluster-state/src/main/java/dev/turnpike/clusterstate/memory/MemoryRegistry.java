package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.RegistryMovedException;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.SnapshotFeed;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The registry of one process. Watchers are called on the thread that applies a change. */
final class MemoryRegistry implements Registry {
    private final SnapshotFeed feed = new SnapshotFeed();
    private final PolicyHistory history = new PolicyHistory();
    private Snapshot stored = new Snapshot(0, Map.of());

    @Override
    public Snapshot snapshot() {
        return feed.current();
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed, long basedOn) {
        RegistryChange change = RegistryChange.of(changed, removed, basedOn);
        try {
            return CompletableFuture.completedStage(feed.advance(change.requireIn(step(change))));
        } catch (RegistryMovedException moved) {
            return CompletableFuture.failedStage(moved);
        }
    }

    private synchronized Snapshot step(RegistryChange change) {
        Snapshot before = stored;
        stored = change.applyTo(before);
        if (stored.revision() != before.revision()) {
            history.add(change, stored);
        }
        return stored;
    }

    @Override
    public synchronized CompletionStage<List<Resource>> revisions(String policy) {
        return CompletableFuture.completedStage(history.of(policy, stored));
    }

    /** As {@link dev.turnpike.clusterstate.Originals#advance}. What it brings is remembered where it comes from. */
    Snapshot advance(Snapshot news) {
        return feed.advance(later(news));
    }

    private synchronized Snapshot later(Snapshot news) {
        stored = news.revision() > stored.revision() ? news : stored;
        return stored;
    }

    @Override
    public Watch watch(Consumer<Snapshot> watcher) {
        return feed.watch(watcher);
    }
}
