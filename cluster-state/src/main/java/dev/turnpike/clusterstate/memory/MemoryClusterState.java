package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Registry;
import java.time.InstantSource;

/** A cluster state that lives and dies with its process. Every stage it returns is complete already. */
public final class MemoryClusterState implements ClusterState {
    private final QuotaLedger ledger;
    private final Registry registry = new MemoryRegistry();

    public MemoryClusterState(InstantSource clock) {
        this.ledger = new MemoryQuotaLedger(clock);
    }

    @Override
    public QuotaLedger ledger() {
        return ledger;
    }

    @Override
    public Registry registry() {
        return registry;
    }

    /** Does nothing: there is nothing to release. */
    @Override
    public void close() {}
}
