package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.ClusterHealth.Member;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Registry;
import java.time.InstantSource;
import java.util.List;

/** A cluster state that lives and dies with its process. Every stage it returns is complete already. */
public final class MemoryClusterState implements ClusterState {
    private static final String HERE = "local";

    private final QuotaLedger ledger;
    private final Registry registry = new MemoryRegistry();
    private final ApprovalDesk approvals;
    private final KeyRing keys;
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

    /** Does nothing: there is nothing to release. */
    @Override
    public void close() {}
}
