package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Registry.Snapshot;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What a cluster keeps in memory, for those who keep durable copies of it. Counters and approvals are spread over
 * shards, and each shard is looked after by one node. Thread-safe; a stage completes on any thread, and exceptionally with
 * {@link StateUnavailableException} when the cluster cannot be reached.
 */
public interface Originals {
    /** The shard that keeps an owner's counters; the approvals of a grant are in that of {@link CounterOwner#grant}. */
    int shardOf(CounterOwner owner);

    /** The shards that this node looks after at the moment. */
    Set<Integer> own();

    /** Which of {@link #own} hold nothing, not even emptiness: they were not opened yet, or lost with all copies. */
    Set<Integer> missing();

    /** Whether all shards were open once: what is missing since then was lost. */
    boolean begun();

    /** Opens a missing shard with what it held; one that is there stays as it is. */
    CompletionStage<Void> open(int shard, Map<CounterOwner, OwnerCounters> counters, Collection<Approval> approvals);

    /**
     * Opens the counters of a lost shard, where nobody can tell what they held: windows that have begun count as spent.
     * Its approvals stay missing.
     */
    CompletionStage<Void> openAfterLoss(int shard);

    /** Since when one of {@link #own} knows what was spent; {@link Moment#ALWAYS} if it never forgot anything. */
    CompletionStage<Long> knownSince(int shard);

    /**
     * Whether members of a release are here that find the counters of sessions nowhere but with those of their owners: what
     * this node stores, they may have to read.
     */
    boolean meetsOlder();

    /**
     * Counters of one of {@link #own} that changed since they were asked for here, or all of them the first time; none if
     * there are no more, or another node looks after the shard now.
     *
     * @param most how many counters are told before it ends with the owner that it is at, an owner being one more; what
     *     is told weighs as much if there may be others
     */
    CompletionStage<Map<CounterOwner, OwnerCounters>> changes(int shard, int most);

    /** How much of {@code most} some counters are. */
    static long weight(Map<CounterOwner, OwnerCounters> counters) {
        return counters.values().stream().mapToLong(some -> 1L + some.size()).sum();
    }

    /**
     * Moves the registry on to what was stored, unless it is as new. Completes with what it holds then, once that is in
     * force at every node, as {@link Registry#apply} does.
     */
    CompletionStage<Snapshot> advance(Snapshot stored);
}
