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

    private HazelcastRegistry(IMap<String, RegistryForm> map, GridCalls calls) {
        this.map = map;
        this.calls = calls;
    }

    /** Reads what the grid holds; waits for it. */
    static HazelcastRegistry open(IMap<String, RegistryForm> map, GridCalls calls) {
        HazelcastRegistry registry = new HazelcastRegistry(map, calls);
        map.addEntryListener(new News(registry.feed), /* includeValue= */ true);
        registry.feed.advance(RegistryForm.snapshot(map.get(ALL)));
        return registry;
    }

    @Override
    public Snapshot snapshot() {
        return feed.current();
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
