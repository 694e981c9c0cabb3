package dev.turnpike.clusterstate.store;

import static java.util.stream.Collectors.toSet;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.Tally;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    /** How long members that are cut off may go on before they notice. */
    private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The copies of other nodes are as late, as far as this one can tell. */
    private static final long STALE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Counters that are copied at once: spends of their shard wait meanwhile. */
    private static final int MOST_IN_COPY = 5_000;

    /** Counters that are written at once, of some megabytes; what one more copy has comes on top. */
    private static final int MOST_IN_WRITING = 20_000;

    /** How long a member of an earlier release may be away, as while it is started again. */
    private static final long OLDER_AWAY_NANOS = TimeUnit.MINUTES.toNanos(10);

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

    /** What the store has of sessions, as this node wrote it. */
    private final WrittenSessions written = new WrittenSessions();

    /** Shards that are missing, and were there before. */
    private final Map<Integer, Loss> losses = new HashMap<>();

    /** Shards that this node looks after and has asked whether they forgot something. */
    private final Set<Integer> asked = new HashSet<>();

    /** Those that did, and of which it is to be read what the store remembers. */
    private final Set<Integer> forgotten = new HashSet<>();

    /** Whether the store has all counters in the form that members of an earlier release read, and is to keep them so. */
    private boolean forOlder;

    private long olderSeenNanos;

    /** What the store remembers of owners in shards that do not. */
    private final Map<CounterOwner, OwnerCounters> kept = new HashMap<>();

    /**
     * That a shard was lost.
     *
     * @param stale whether the store was not reached just before, so that it is behind
     */
    private record Loss(long sinceNanos, boolean stale) {}

    /** What the store has for each shard. */
    private record Remembered(
            Map<Integer, Map<CounterOwner, OwnerCounters>> counters, Map<Integer, List<Approval>> approvals) {}

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
        } catch (StateUnavailableException e) {
            LOG.debug("could not {}", what, e);
        } catch (RuntimeException | Error e) { // a task that throws would be the last round
            LOG.error("could not {}", what, e);
        }
    }

    private void openMissing() {
        if (!originals.begun()) {
            // Below the quorum nobody gets to know what is missing, and no table is read; that the store is there is
            // seen.
            reach.ask(store::registryRevision);
        }
        Set<Integer> missing = new HashSet<>(originals.missing());
        losses.keySet().retainAll(missing);
        if (originals.begun()) {
            missing.removeIf(shard -> !isReady(losses.computeIfAbsent(shard, this::lost)));
        }
        if (missing.isEmpty()) {
            return;
        }
        Remembered remembered;
        try {
            remembered = read();
        } catch (StateUnavailableException e) {
            if (originals.begun()) {
                missing.forEach(this::openAfterLoss);
            }
            throw e;
        }
        for (Integer shard : missing) {
            Loss loss = losses.get(shard);
            if (loss != null && loss.stale()) {
                openAfterLoss(shard);
            }
            Map<CounterOwner, OwnerCounters> some = remembered.counters.getOrDefault(shard, Map.of());
            List<Approval> those = remembered.approvals.getOrDefault(shard, List.of());
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

    /** Members that were cut off with all copies go on for a while: what they do until they notice is to be stored first. */
    private boolean isReady(Loss loss) {
        return nanos.getAsLong() - loss.sinceNanos() >= NOTICE_NANOS;
    }

    private Loss lost(Integer shard) {
        return new Loss(nanos.getAsLong(), reach.health().lagMillis() > STALE_MILLIS);
    }

    private void openAfterLoss(Integer shard) {
        Waiting.on(originals.openAfterLoss(shard));
        asked.remove(shard);
    }

    private Remembered read() {
        Remembered all = new Remembered(new HashMap<>(), new HashMap<>());
        reach.ask(() -> store.counters(clock.millis() - CLOCKS_DIFFER_MILLIS))
                .forEach((owner, some) -> all.counters
                        .computeIfAbsent(originals.shardOf(owner), first -> new HashMap<>())
                        .put(owner, some));
        for (Approval approval : reach.ask(store::approvals)) {
            CounterOwner owner = CounterOwner.grant(approval.question().grant());
            all.approvals
                    .computeIfAbsent(originals.shardOf(owner), first -> new ArrayList<>())
                    .add(approval);
        }
        return all;
    }

    /** Nobody learns of the registry before what it limits is counted. */
    private void follow() {
        if (originals.begun()) {
            registry.follow();
        }
    }

    private void copyCounters() {
        long began = nanos.getAsLong();
        Set<Integer> own = new HashSet<>(originals.own());
        own.removeAll(originals.missing());
        asked.retainAll(own);
        heedOlder(own);
        written.forget(entry -> !own.contains(originals.shardOf(entry.getKey())));
        for (Integer shard : own) {
            askWhatIsForgotten(shard);
            long copied;
            do {
                Map<CounterOwner, OwnerCounters> changed = Waiting.on(originals.changes(shard, MOST_IN_COPY));
                copied = Originals.weight(changed);
                pending.putAll(changed);
                if (Originals.weight(pending) >= MOST_IN_WRITING) {
                    write();
                }
            } while (copied >= MOST_IN_COPY);
        }
        write();
        reach.copied(began);
    }

    /**
     * While members of an earlier release are here, or may come back, what they would read must have what this node counts
     * in sessions. What they take over they store themselves.
     */
    private void heedOlder(Set<Integer> own) {
        if (originals.meetsOlder()) {
            olderSeenNanos = nanos.getAsLong();
            if (!forOlder) {
                Map<CounterOwner, OwnerCounters> stored =
                        reach.ask(() -> store.counters(clock.millis() - CLOCKS_DIFFER_MILLIS));
                stored.keySet().removeIf(owner -> !own.contains(originals.shardOf(owner)));
                stored.values().removeIf(all -> !hasSessions(all));
                reach.tell(() -> store.putCountersForOlder(stored));
                forOlder = true;
                LOG.info("a node of an earlier release is here; what it reads is stored in its form");
            }
        } else if (forOlder && nanos.getAsLong() - olderSeenNanos > OLDER_AWAY_NANOS) {
            forOlder = false;
        }
    }

    private static boolean hasSessions(OwnerCounters counters) {
        return counters.tallies().stream()
                .anyMatch(tally -> !tally.counter().session().isEmpty());
    }

    /** A shard that was opened after a loss may have come here from another node since. */
    private void askWhatIsForgotten(Integer shard) {
        if (!asked.contains(shard)) {
            if (Waiting.on(originals.knownSince(shard)) != Moment.ALWAYS) {
                forgotten.add(shard);
            }
            asked.add(shard);
        }
    }

    private void write() {
        if (!pending.isEmpty()) {
            if (!forgotten.isEmpty()) {
                kept.putAll(reach.ask(() -> store.counters(clock.millis() - CLOCKS_DIFFER_MILLIS)));
                kept.keySet().removeIf(owner -> !forgotten.contains(originals.shardOf(owner)));
                forgotten.clear();
            }
            Map<CounterOwner, OwnerCounters> whole = new HashMap<>(pending);
            whole.replaceAll(this::withWhatIsKept);
            if (forOlder) {
                reach.tell(() -> store.putCountersForOlder(whole));
                // The next time that they are stored apart, their owner's row is written without them.
                written.forget(entry -> whole.containsKey(entry.getKey()));
            } else {
                Map<CounterOwner, OwnerCounters> unwritten = new HashMap<>(whole);
                unwritten.replaceAll(written::unwritten);
                reach.tell(() -> store.putCounters(unwritten));
                written.add(whole);
            }
            pending.clear();
        }
    }

    /** A shard that forgot its counters must not make the store forget them too. */
    private OwnerCounters withWhatIsKept(CounterOwner owner, OwnerCounters now) {
        OwnerCounters before = kept.get(owner);
        if (before == null) {
            return now;
        }
        List<Tally> all = new ArrayList<>(now.tallies());
        Set<Counter> counted = now.tallies().stream().map(Tally::counter).collect(toSet());
        before.tallies().stream()
                .filter(tally -> !counted.contains(tally.counter()) && tally.endMillis() > now.latestMillis())
                .forEach(all::add);
        return OwnerCounters.of(now.latestMillis(), all);
    }

    private void forget() {
        if (nanos.getAsLong() - forgotNanos > FORGET_NANOS) {
            long over = clock.millis() - CLOCKS_DIFFER_MILLIS;
            written.forget(entry -> entry.getValue().endMillis() <= over);
            kept.values().removeIf(some -> some.endMillis() <= over);
            reach.tell(() -> store.forget(over));
            forgotNanos = nanos.getAsLong();
        }
    }
}
