package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * All lanes of a node: at least one to each shard. Which shard an owner belongs to is the same on every node and in
 * every release.
 */
final class Lanes {
    /** Enough for a batch of one owner to be worth its trip; small enough not to hold the partition's thread for long. */
    private static final int MOST_IN_BATCH = 256;
    /** Lanes to one shard where each posting travels alone, and many are under way at a time. */
    private static final int UNCOALESCED = 64;

    private final IMap<Integer, ShardForm> quota;
    private final Founding founding;
    private final LaneFigures figures = new LaneFigures();
    private final List<Integer> keys;
    private final BatchLane[][] lanes;
    /** One to each shard, for what operators do. */
    private final BatchLane[] apart;

    private final AtomicInteger turn = new AtomicInteger();

    /**
     * @param shards the key of each shard
     * @param node unique among all nodes that ever run
     */
    Lanes(
            IMap<Integer, ShardForm> quota,
            List<Integer> shards,
            Founding founding,
            String node,
            QuotaGrid.Options options,
            LongSupplier nanos) {
        boolean coalesces = options.coalesces();
        this.quota = quota;
        this.founding = founding;
        this.lanes = new BatchLane[shards.size()][coalesces ? 1 : UNCOALESCED];
        this.keys = List.copyOf(shards);
        this.apart = new BatchLane[lanes.length];
        for (int shard = 0; shard < lanes.length; shard++) {
            for (int i = 0; i < lanes[shard].length; i++) {
                lanes[shard][i] = lane(shard, node + "/" + i, coalesces ? MOST_IN_BATCH : 1, options, nanos);
            }
            apart[shard] = lane(shard, node + "/operators", /* mostInBatch= */ 1, options, nanos);
        }
    }

    /** A lane to the shard of {@code owner}. */
    BatchLane of(CounterOwner owner) {
        BatchLane[] some = lanes[shard(owner, lanes.length)];
        return some.length == 1 ? some[0] : some[Math.floorMod(turn.getAndIncrement(), some.length)];
    }

    /**
     * The lane for what operators do to counters of {@code owner}. They do not wait for calls, nor calls for them; and a
     * member of an earlier release, which does not know what they do, fails no call with them.
     */
    BatchLane ofOperators(CounterOwner owner) {
        return apart[shard(owner, apart.length)];
    }

    /** What the counters of {@code owner} hold; to be asked again where the stage fails for a while. */
    CompletionStage<ReadingForm> read(CounterOwner owner) {
        requireFounded();
        return quota.submitToKey(keys.get(shard(owner, keys.size())), new ReadCounters(owner));
    }

    LaneFigures figures() {
        return figures;
    }

    /** As {@link BatchLane#tick}, for all of them. */
    void tick() {
        for (BatchLane[] some : lanes) {
            for (BatchLane lane : some) {
                lane.tick();
            }
        }
        for (BatchLane lane : apart) {
            lane.tick();
        }
    }

    /** Drops owners whose windows have ended, in the shards that this member owns. */
    void sweep(int mostInShard) {
        for (Integer shard : quota.localKeySet()) {
            quota.submitToKey(shard, new SweepShard(mostInShard));
        }
    }

    /** INVARIANT: never changes, or counters of one owner would be in two places while releases change. */
    static int shard(CounterOwner owner, int shards) {
        int hash = 31 * owner.kind().name().hashCode() + owner.id().hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), shards);
    }

    private BatchLane lane(int shard, String caller, int mostInBatch, QuotaGrid.Options options, LongSupplier nanos) {
        Integer key = keys.get(shard);
        return new BatchLane(
                caller,
                mostInBatch,
                options.deadline().toNanos(),
                nanos,
                options.departures(),
                batch -> send(key, batch),
                figures);
    }

    private void requireFounded() {
        if (!founding.isDone()) {
            throw new StateUnavailableException("the cluster is not complete yet");
        }
    }

    private CompletionStage<Receipt> send(Integer shard, Batch batch) {
        requireFounded();
        CompletionStage<ReceiptForm> sent;
        try {
            sent = quota.submitToKey(shard, new PostBatch(batch));
        } catch (RuntimeException notSent) { // as while a member joins another cluster
            throw GridFailures.of(notSent);
        }
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        sent.whenCompleteAsync(
                (form, failure) -> {
                    if (failure == null) {
                        answer.complete(form.receipt());
                    } else {
                        answer.completeExceptionally(GridFailures.of(failure));
                    }
                },
                GridThreads::outsideOfHazelcast);
        return answer;
    }
}
