package dev.turnpike.clusterstate.store;

import static java.util.stream.Collectors.groupingBy;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store and the cluster together, twice a second: opens shards that are missing with what the store remembers,
 * follows the registry, and stores the counters that changed in the shards that this node looks after.
 */
final class StoreKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final long ROUND_MILLIS = 500;
    /** What is over by this node's clock may not be by that of whoever counts. */
    private static final long CLOCKS_DIFFER_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_IN_COPY = 2_000;
    private static final int MOST_IN_WRITING = 10_000;
    private static final long CLOSE_SECONDS = 15;

    private final Originals originals;
    private final Store store;
    private final Reach reach;
    private final StoredRegistry registry;
    private final ApprovalWriter approvals;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ScheduledExecutorService rounds;
    /** Counters that changed and are not stored yet. */
    private final Map<CounterOwner, OwnerCounters> pending = new HashMap<>();

    private long forgotNanos;

    StoreKeeper(
            Originals originals,
            Store store,
            Reach reach,
            StoredRegistry registry,
            ApprovalWriter approvals,
            InstantSource clock,
            LongSupplier nanos) {
        this.originals = originals;
        this.store = store;
        this.reach = reach;
        this.registry = registry;
        this.approvals = approvals;
        this.clock = clock;
        this.nanos = nanos;
        this.forgotNanos = nanos.getAsLong();
        this.rounds = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "turnpike-store-rounds");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The task catches what it throws, so its future tells nothing. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void start() {
        rounds.scheduleWithFixedDelay(this::round, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Stores what changed since the last round; to be closed before the cluster and the store are. */
    @Override
    public void close() {
        rounds.shutdown();
        try {
            if (!rounds.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                rounds.shutdownNow();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        part("copy the counters", this::copyCounters);
    }

    /** One part that fails must not keep the others from being done. */
    void round() {
        part("open what is missing", this::openMissing);
        part("follow the registry", this::follow);
        part("copy the counters", this::copyCounters);
        part("store approvals again", approvals::retry);
        part("forget", this::forget);
    }

    private static void part(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.debug("could not {}", what, e);
        }
    }

    private void openMissing() {
        Set<Integer> missing = originals.missing();
        if (missing.isEmpty()) {
            return;
        }
        Map<Integer, Map<CounterOwner, OwnerCounters>> counters = new HashMap<>();
        Map<Integer, List<Approval>> open;
        try {
            reach.ask(() -> store.counters(clock.millis() - CLOCKS_DIFFER_MILLIS))
                    .forEach((owner, some) -> counters.computeIfAbsent(
                                    originals.shardOf(owner), first -> new HashMap<>())
                            .put(owner, some));
            open = reach.ask(store::approvals).stream()
                    .collect(groupingBy(approval -> originals.shardOf(
                            CounterOwner.grant(approval.question().grant()))));
        } catch (StateUnavailableException e) {
            if (originals.begun()) {
                missing.forEach(shard -> Waiting.on(originals.openAfterLoss(shard)));
            }
            throw e;
        }
        for (Integer shard : missing) {
            Map<CounterOwner, OwnerCounters> some = counters.getOrDefault(shard, Map.of());
            List<Approval> those = open.getOrDefault(shard, List.of());
            Waiting.on(originals.open(shard, some, those));
            if (some.size() + those.size() > 0) {
                LOG.info(
                        "shard {} was read back: {} owners with counters, {} approvals",
                        shard,
                        some.size(),
                        those.size());
            }
        }
    }

    /** Nobody learns of the registry before what it limits is counted. */
    private void follow() {
        if (originals.begun()) {
            registry.follow();
        }
    }

    private void copyCounters() {
        long began = nanos.getAsLong();
        for (Integer shard : originals.own()) {
            Map<CounterOwner, OwnerCounters> changed;
            do {
                changed = Waiting.on(originals.changes(shard, MOST_IN_COPY));
                pending.putAll(changed);
                if (pending.size() >= MOST_IN_WRITING) {
                    write();
                }
            } while (changed.size() == MOST_IN_COPY);
        }
        write();
        reach.copied(began);
    }

    private void write() {
        if (!pending.isEmpty()) {
            reach.tell(() -> store.putCounters(Map.copyOf(pending)));
            pending.clear();
        }
    }

    private void forget() {
        if (nanos.getAsLong() - forgotNanos > FORGET_NANOS) {
            reach.tell(() -> store.forget(clock.millis() - CLOCKS_DIFFER_MILLIS));
            forgotNanos = nanos.getAsLong();
        }
    }
}
