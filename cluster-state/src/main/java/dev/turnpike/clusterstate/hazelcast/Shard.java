package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The counters of many owners: what one member keeps for one partition of the grid. Mutable, and confined to the thread
 * of that partition.
 *
 * <p>Its time never runs back, whichever member's clock is asked, so owners whose windows have all ended can be dropped
 * without being met again. A few are looked at with every batch.
 */
final class Shard {
    /** How many callers are remembered; far more than lanes that can be in flight at a time. */
    static final int MOST_CALLERS = 512;

    /**
     * How long after a loss windows may have begun that were spent from before it: by a member with a faster clock, or
     * one that had not noticed yet that it was cut off with all copies.
     */
    static final long DOUBT_MILLIS = 10_000;

    private static final int SWEPT_WITH_EACH = 2;

    /** The owner that was looked at longest ago comes first. */
    private final LinkedHashMap<CounterOwner, OwnerCounters> owners = new LinkedHashMap<>();

    private final Map<String, Receipt> receipts = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    /** Owners that changed since they were copied; absent while nobody copies, as at backups. */
    private @Nullable Set<CounterOwner> uncopied;

    private final SharedCounters counters = new SharedCounters();
    private final long knownSinceMillis;
    private long latestMillis;

    private Shard(long knownSinceMillis, long latestMillis) {
        this.knownSinceMillis = knownSinceMillis;
        this.latestMillis = latestMillis;
    }

    /** A shard of a cluster that begins. */
    static Shard fresh() {
        return knownSince(Moment.ALWAYS);
    }

    /** An empty shard that knows what was spent since then. */
    static Shard knownSince(long millis) {
        return new Shard(millis, /* latestMillis= */ Long.MIN_VALUE);
    }

    /** A shard in place of one that was lost with all its copies: what was spent until soon is not known. */
    static Shard afterLoss(Moment now) {
        return knownSince(now.latestMillis() + DOUBT_MILLIS);
    }

    /** A shard that was read back from where all that was spent is kept. */
    static Shard readBack(Map<CounterOwner, OwnerCounters> owners) {
        long latest = owners.values().stream()
                .mapToLong(OwnerCounters::latestMillis)
                .max()
                .orElse(Long.MIN_VALUE);
        return of(Moment.ALWAYS, latest, owners, Map.of());
    }

    /** The shard that had these parts. */
    static Shard of(
            long knownSinceMillis,
            long latestMillis,
            Map<CounterOwner, OwnerCounters> owners,
            Map<String, Receipt> receipts) {
        Shard shard = new Shard(knownSinceMillis, latestMillis);
        owners.forEach((owner, counters) -> shard.owners.put(owner, shard.shared(counters)));
        shard.receipts.putAll(receipts);
        return shard;
    }

    long knownSinceMillis() {
        return knownSinceMillis;
    }

    long latestMillis() {
        return latestMillis;
    }

    Map<CounterOwner, OwnerCounters> owners() {
        return owners;
    }

    Map<String, Receipt> receipts() {
        return receipts;
    }

    /** What a batch led to: the answers, and what backups must know of it, if anything changed. */
    record Outcome(Receipt receipt, Optional<ShardChange> change) {}

    /**
     * Posts the batch, unless it is here for the second time: then it is answered as at first, and backups are told
     * again, since the first time may not have reached them.
     */
    Outcome post(Batch batch, Moment clock) {
        Receipt newest = receipts.get(batch.caller());
        if (newest != null && batch.number() <= newest.number()) {
            return batch.number() == newest.number()
                    ? new Outcome(newest, Optional.of(changeBy(batch, newest)))
                    : new Outcome(new Receipt(batch.number(), knownSinceMillis, List.of()), Optional.empty());
        }
        Moment now = seen(clock);
        List<PostingAnswer> answers = new ArrayList<>(batch.postings().size());
        boolean changed = false;
        List<Posting> postings = batch.postings();
        for (int i = 0; i < postings.size(); ) {
            CounterOwner owner = postings.get(i).owner();
            OwnerCounters before = owners.getOrDefault(owner, OwnerCounters.NONE);
            OwnerCounters after = before;
            for (; i < postings.size() && postings.get(i).owner().equals(owner); i++) {
                Posting.Posted posted = postings.get(i).post(after, now);
                answers.add(posted.answer());
                after = posted.after();
            }
            changed |= keep(owner, before, after);
        }
        Receipt receipt = new Receipt(batch.number(), knownSinceMillis, answers);
        receipts.put(batch.caller(), receipt);
        Optional<ShardChange> change = changed ? Optional.of(changeBy(batch, receipt)) : Optional.empty();
        sweep(SWEPT_WITH_EACH * batch.postings().size());
        return new Outcome(receipt, change);
    }

    /** Whether anything changed. */
    private boolean keep(CounterOwner owner, OwnerCounters before, OwnerCounters after) {
        if (after == before) {
            return false;
        }
        owners.put(owner, after.size() == before.size() ? after : shared(after));
        if (uncopied != null) {
            uncopied.add(owner);
        }
        return true;
    }

    /** What backups must know of a batch that was posted. */
    ShardChange changeBy(Batch batch, Receipt receipt) {
        Map<CounterOwner, OwnerCounters> counters = new HashMap<>();
        CounterOwner last = null;
        for (Posting posting : batch.postings()) {
            if (!posting.owner().equals(last)) {
                last = posting.owner();
                OwnerCounters now = owners.get(last);
                if (now != null) {
                    counters.put(last, now);
                }
            }
        }
        return new ShardChange(/* begins= */ false, latestMillis, counters, batch.caller(), receipt);
    }

    /** Takes over what a batch changed elsewhere. */
    void apply(ShardChange change) {
        uncopied = null; // it is a backup now
        latestMillis = Math.max(latestMillis, change.latestMillis());
        change.counters().forEach((owner, counters) -> owners.put(owner, shared(counters)));
        receipts.put(change.caller(), change.receipt());
        sweep(SWEPT_WITH_EACH * change.receipt().answers().size());
    }

    /** Owners that changed since they were copied from here, all of them the first time; ends as {@link Originals#changes}. */
    Map<CounterOwner, OwnerCounters> changes(int most) {
        if (uncopied == null) {
            uncopied = new LinkedHashSet<>(owners.keySet());
        }
        Map<CounterOwner, OwnerCounters> copied = new HashMap<>();
        int room = most;
        for (Iterator<CounterOwner> left = uncopied.iterator(); left.hasNext() && room > 0; ) {
            CounterOwner owner = left.next();
            left.remove();
            OwnerCounters now = owners.get(owner);
            if (now != null) {
                copied.put(owner, now);
                room -= 1 + now.size();
            }
        }
        return copied;
    }

    /** As if nobody had copied anything: whoever asked did not get to keep the answer. */
    void forgetCopied() {
        uncopied = null;
    }

    /** Looks at {@code most} owners and drops those whose windows have all ended by the shard's time or {@code clock}. */
    void sweep(int most, Moment clock) {
        seen(clock);
        sweep(most);
    }

    private Moment seen(Moment clock) {
        Moment now = new Moment(clock.clockMillis(), Math.max(clock.latestMillis(), latestMillis), knownSinceMillis);
        latestMillis = now.latestMillis();
        return now;
    }

    private void sweep(int most) {
        for (int i = Math.min(most, owners.size()); i > 0; i--) {
            Map.Entry<CounterOwner, OwnerCounters> eldest =
                    owners.entrySet().iterator().next();
            owners.remove(eldest.getKey());
            if (eldest.getValue().endMillis() > latestMillis) {
                owners.put(eldest.getKey(), eldest.getValue());
            }
        }
    }

    private OwnerCounters shared(OwnerCounters some) {
        return some.sharing(counters::one);
    }

    /** One instance of each counter that many owners have, so that it costs each of them a reference only. */
    private static final class SharedCounters {
        private static final int MOST = 10_000;
        private final Map<Counter, Counter> known = new HashMap<>();

        Counter one(Counter counter) {
            // Those of sessions come and go, and are never shared.
            return !counter.session().isEmpty() || known.size() >= MOST
                    ? known.getOrDefault(counter, counter)
                    : known.computeIfAbsent(counter, same -> same);
        }
    }
}
