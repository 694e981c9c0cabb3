package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Registry.Snapshot;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a cluster holds in which members of an earlier release come and go. */
final class WithOlder implements Originals {
    private final Originals originals;
    private volatile boolean older;

    WithOlder(Originals originals) {
        this.originals = originals;
    }

    /** Whether one is here from now on. */
    void older(boolean now) {
        older = now;
    }

    @Override
    public boolean meetsOlder() {
        return older;
    }

    @Override
    public int shardOf(CounterOwner owner) {
        return originals.shardOf(owner);
    }

    @Override
    public Set<Integer> own() {
        return originals.own();
    }

    @Override
    public Set<Integer> missing() {
        return originals.missing();
    }

    @Override
    public boolean begun() {
        return originals.begun();
    }

    @Override
    public CompletionStage<Void> open(
            int shard, Map<CounterOwner, OwnerCounters> counters, Collection<Approval> approvals) {
        return originals.open(shard, counters, approvals);
    }

    @Override
    public CompletionStage<Void> openAfterLoss(int shard) {
        return originals.openAfterLoss(shard);
    }

    @Override
    public CompletionStage<Long> knownSince(int shard) {
        return originals.knownSince(shard);
    }

    @Override
    public CompletionStage<Map<CounterOwner, OwnerCounters>> changes(int shard, int most) {
        return originals.changes(shard, most);
    }

    @Override
    public CompletionStage<Snapshot> advance(Snapshot stored) {
        return originals.advance(stored);
    }
}
