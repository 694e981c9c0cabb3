package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A registry whose changes are stored before they are made: where two nodes change it at once, the store says who was
 * first. A change that is stored and not yet in force, because the node died or the grid was not there, is brought into
 * force by {@link #follow} on any node.
 */
final class StoredRegistry implements Registry {
    private static final Snapshot EMPTY = new Snapshot(0, Map.of());
    private static final int MOST_TRIES = 20;

    private final Registry registry;
    private final Originals originals;
    private final Store store;
    private final Reach reach;
    private final BooleanSupplier available;
    private final Executor writer;
    private final Executor reader;
    private volatile boolean read;

    /**
     * Keeps the registry in the store.
     *
     * @param available whether the cluster may change anything at the moment
     * @param writer of one thread, with a bounded queue
     * @param reader the same for what must not hold up changes
     */
    StoredRegistry(
            Registry registry,
            Originals originals,
            Store store,
            Reach reach,
            BooleanSupplier available,
            Executor writer,
            Executor reader) {
        this.registry = registry;
        this.originals = originals;
        this.store = store;
        this.reach = reach;
        this.available = available;
        this.writer = writer;
        this.reader = reader;
    }

    @Override
    public Snapshot snapshot() {
        return registry.snapshot();
    }

    /** Whether it was read from the store, or from a cluster that has one, so that a node can start without its store. */
    @Override
    public boolean known() {
        return registry.known() && (read || snapshot().revision() > 0);
    }

    @Override
    public CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed, long basedOn) {
        RegistryChange change = RegistryChange.of(changed, removed, basedOn);
        CompletableFuture<Snapshot> result = new CompletableFuture<>();
        later(writer, result, () -> {
            if (!result.isDone()) { // whoever gave it up was told that it is refused
                pass(originals.advance(stored(change)), result);
            }
        });
        return result;
    }

    @Override
    public CompletionStage<List<Resource>> revisions(String policy) {
        CompletableFuture<List<Resource>> result = new CompletableFuture<>();
        later(reader, result, () -> result.complete(reach.ask(() -> store.revisions(policy))));
        return result;
    }

    @Override
    public Watch watch(Consumer<Snapshot> watcher) {
        return registry.watch(watcher);
    }

    /** Brings what others stored, or this node did not bring into force, into force. Blocks while the store works. */
    void follow() {
        Snapshot known = registry.snapshot();
        Snapshot stored = reach.ask(this::newest);
        read = true;
        if (stored.revision() > known.revision()) {
            Waiting.on(originals.advance(stored));
        }
    }

    private Snapshot stored(RegistryChange change) {
        if (change.isIn(registry.snapshot())) {
            return registry.snapshot(); // as when a node starts with files that all know, and no store is needed
        }
        if (!available.getAsBoolean()) {
            throw new StateUnavailableException("too few nodes are here to change anything").beforeAnythingWasDone();
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            Snapshot before = latest();
            Snapshot after = change.applyTo(before);
            if (after.revision() == before.revision()) {
                return change.requireIn(before);
            }
            if (reach.ask(() -> store.advance(before, after))) {
                return after;
            }
        }
        throw new StateUnavailableException("others change the registry all the time").beforeAnythingWasDone();
    }

    private Snapshot latest() {
        try {
            return reach.ask(this::newest);
        } catch (StateUnavailableException e) {
            throw e.beforeAnythingWasDone();
        }
    }

    /** What is stored; a store that is new, or was put back to an earlier day, first learns what the nodes know. */
    private Snapshot newest() {
        Snapshot known = registry.snapshot();
        long revision = store.registryRevision();
        if (revision == known.revision()) {
            return known;
        } else if (revision > known.revision()) {
            return store.registry();
        }
        Snapshot behind = revision == 0 ? EMPTY : store.registry();
        return store.advance(behind, known) ? known : store.registry();
    }

    /** Does something when the thread gets to it; whatever keeps it from that is the result. */
    private static void later(Executor thread, CompletableFuture<?> result, Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    new StateUnavailableException("too many changes wait for the store", e).beforeAnythingWasDone());
        }
    }

    private static void pass(CompletionStage<Snapshot> stage, CompletableFuture<Snapshot> result) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }
}
