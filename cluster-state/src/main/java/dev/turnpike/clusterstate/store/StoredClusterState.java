package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.StoreHealth;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A cluster state of which a store keeps durable copies. A change of the registry or of an approval is acknowledged once
 * it is stored; counters are copied twice a second, and no call waits for that. A cluster that starts reads back what the
 * store remembers before it counts or knows anything.
 */
public final class StoredClusterState implements ClusterState {
    private static final int MOST_CHANGES_WAITING = 1_000;
    private static final long CLOSE_SECONDS = 10;

    private final ClusterState state;
    private final Store store;
    private final Reach reach;
    private final ThreadPoolExecutor registryWriter = worker("turnpike-store-registry");
    private final ThreadPoolExecutor registryReader = worker("turnpike-store-reader");
    private final ThreadPoolExecutor approvalWriter = worker("turnpike-store-approvals");
    private final StoredRegistry registry;
    private final ApprovalDesk approvals;
    private final StoreKeeper keeper;

    private StoredClusterState(ClusterState state, Originals originals, Store store, InstantSource clock) {
        this.state = state;
        this.store = store;
        this.reach = new Reach(store, System::nanoTime);
        this.registry = new StoredRegistry(
                state.registry(),
                originals,
                store,
                reach,
                () -> state.health().available(),
                registryWriter,
                registryReader);
        ApprovalWriter writer = new ApprovalWriter(store, reach, approvalWriter);
        this.approvals = new StoredApprovals(state.approvals(), writer);
        this.keeper = new StoreKeeper(originals, store, reach, registry, writer, clock, System::nanoTime);
    }

    /**
     * Begins to keep copies of a state, which was told that its contents are stored. Does not wait for the store:
     * {@link Registry#known} and {@link ClusterHealth#available} tell when everything was read.
     *
     * @param originals what {@code state} keeps in memory
     * @param clock by which things in the store are over
     */
    public static StoredClusterState open(ClusterState state, Originals originals, Store store, InstantSource clock) {
        StoredClusterState stored = new StoredClusterState(state, originals, store, clock);
        stored.keeper.start();
        return stored;
    }

    @Override
    public QuotaLedger ledger() {
        return state.ledger();
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public ApprovalDesk approvals() {
        return approvals;
    }

    @Override
    public KeyRing keys() {
        return state.keys();
    }

    @Override
    public ClusterHealth health() {
        return state.health();
    }

    @Override
    public StoreHealth store() {
        return reach.health();
    }

    @Override
    public void report(String agent, String management) {
        state.report(agent, management);
    }

    /** Stores what is left, and closes the state and the store. Blocks. */
    @Override
    public void close() {
        try (store;
                state) {
            finish(List.of(registryReader, registryWriter, approvalWriter));
            keeper.close();
        }
    }

    /** Together, so that a store which does not answer holds up the end of the node but once. */
    private static void finish(List<ThreadPoolExecutor> workers) {
        workers.forEach(ThreadPoolExecutor::shutdown);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (ThreadPoolExecutor worker : workers) {
                if (!worker.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    worker.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            workers.forEach(ThreadPoolExecutor::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor worker(String name) {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_CHANGES_WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
