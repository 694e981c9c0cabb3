package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.SnapshotFeed;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The registry of the cluster, and this node's copy of it. Watchers are called on the thread that first brings the
 * news: of the change itself, or of Hazelcast's events.
 */
final class HazelcastRegistry implements Registry {
    /** The one key of the map. */
    private static final String ALL = "all";

    private final IMap<String, RegistryForm> map;
    private final GridCalls calls;
    private final SnapshotFeed feed = new SnapshotFeed();
    private volatile boolean known;

    private HazelcastRegistry(IMap<String, RegistryForm> map, GridCalls calls) {
        this.map = map;
        this.calls = calls;
    }

    /** Follows the grid's registry; what it holds is {@link #known} once {@link #refresh} has succeeded. */
    static HazelcastRegistry open(IMap<String, RegistryForm> map, GridCalls calls) {
        HazelcastRegistry registry = new HazelcastRegistry(map, calls);
        map.addEntryListener(new News(registry.feed), /* includeValue= */ true);
        return registry;
    }

    @Override
    public Snapshot snapshot() {
        return feed.current();
    }

    @Override
    public boolean known() {
        return known;
    }

    /** Reads what the grid holds: news may have been missed, and after a split another registry may have survived. */
    CompletionStage<Snapshot> refresh() {
        long turn = feed.turn();
        return calls.ask(() -> map.getAsync(ALL), stored -> {
            Snapshot snapshot = feed.follow(RegistryForm.snapshot(stored), turn);
            known = true;
            return snapshot;
        });
    }

    @Override
    public CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed) {
        RegistryChange change = RegistryChange.of(changed, removed);
        return calls.ask(
                () -> map.submitToKey(ALL, new ChangeRegistry(change)),
                answer -> feed.advance(RegistryForm.snapshot(answer)));
    }

    @Override
    public Watch watch(Consumer<Snapshot> watcher) {
        return feed.watch(watcher);
    }

    private record News(SnapshotFeed feed)
            implements EntryAddedListener<String, RegistryForm>, EntryUpdatedListener<String, RegistryForm> {
        @Override
        public void entryAdded(EntryEvent<String, RegistryForm> event) {
            feed.advance(RegistryForm.snapshot(event.getValue()));
        }

        @Override
        public void entryUpdated(EntryEvent<String, RegistryForm> event) {
            feed.advance(RegistryForm.snapshot(event.getValue()));
        }
    }
}
