package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.ClusterHealth.Member;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Registry.Snapshot;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A cluster state that lives and dies with its process. Every stage it returns is complete already. */
public final class MemoryClusterState implements ClusterState, Originals {
    private static final String HERE = "local";

    private static final int ONLY_SHARD = 0;

    private final MemoryQuotaLedger ledger;
    private final MemoryRegistry registry = new MemoryRegistry();
    private final MemoryApprovalDesk approvals;
    private final KeyRing keys;
    private volatile boolean opened;
    private volatile Member self = new Member(HERE, HERE, "", "", /* local= */ true);

    public MemoryClusterState(InstantSource clock) {
        this.ledger = new MemoryQuotaLedger(clock);
        this.approvals = new MemoryApprovalDesk(clock);
        this.keys = new MemoryKeyRing(clock);
    }

    @Override
    public QuotaLedger ledger() {
        return ledger;
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
        return keys;
    }

    @Override
    public ClusterHealth health() {
        return new ClusterHealth(
                "memory",
                /* clusterName= */ "",
                /* size= */ 1,
                /* quorum= */ 1,
                /* available= */ true,
                /* partitionsSafe= */ true,
                /* shards= */ 1,
                /* lostShards= */ 0,
                /* exposed= */ false,
                List.of(self));
    }

    @Override
    public void report(String agent, String management) {
        self = new Member(HERE, HERE, agent, management, /* local= */ true);
    }

    @Override
    public int shardOf(CounterOwner owner) {
        return ONLY_SHARD;
    }

    @Override
    public Set<Integer> own() {
        return Set.of(ONLY_SHARD);
    }

    @Override
    public Set<Integer> missing() {
        return opened ? Set.of() : own();
    }

    @Override
    public boolean begun() {
        return opened;
    }

    @Override
    public CompletionStage<Void> open(int shard, Map<CounterOwner, OwnerCounters> counters, Collection<Approval> open) {
        ledger.restore(counters);
        approvals.restore(open);
        opened = true;
        return CompletableFuture.completedStage(null);
    }

    /** Memory that is lost is lost with its process. */
    @Override
    public CompletionStage<Void> openAfterLoss(int shard) {
        throw new IllegalStateException("shard: " + shard + " (expected: one that can be lost)");
    }

    @Override
    public CompletionStage<Long> knownSince(int shard) {
        return CompletableFuture.completedStage(Moment.ALWAYS);
    }

    @Override
    public boolean meetsOlder() {
        return false;
    }

    @Override
    public CompletionStage<Map<CounterOwner, OwnerCounters>> changes(int shard, int most) {
        return CompletableFuture.completedStage(ledger.changes(most));
    }

    @Override
    public CompletionStage<Snapshot> advance(Snapshot stored) {
        return CompletableFuture.completedStage(registry.advance(stored));
    }

    /** Does nothing: there is nothing to release. */
    @Override
    public void close() {}
}
