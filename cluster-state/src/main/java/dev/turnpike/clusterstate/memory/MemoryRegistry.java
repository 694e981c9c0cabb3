package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.RegistryMovedException;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.SnapshotFeed;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The registry of one process. Watchers are called on the thread that applies a change. */
final class MemoryRegistry implements Registry {
    private final AtomicReference<Snapshot> stored = new AtomicReference<>(new Snapshot(0, Map.of()));
    private final SnapshotFeed feed = new SnapshotFeed();

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
        Snapshot after = stored.updateAndGet(change::applyTo);
        try {
            return CompletableFuture.completedStage(feed.advance(change.requireIn(after)));
        } catch (RegistryMovedException moved) {
            return CompletableFuture.failedStage(moved);
        }
    }

    /** As {@link dev.turnpike.clusterstate.Originals#advance}. */
    Snapshot advance(Snapshot news) {
        return feed.advance(stored.updateAndGet(before -> news.revision() > before.revision() ? news : before));
    }

    @Override
    public Watch watch(Consumer<Snapshot> watcher) {
        return feed.watch(watcher);
    }
}
