package dev.turnpike.clusterstate;

/** Everything the nodes share; opened once a node and closed with it. */
public interface ClusterState extends AutoCloseable {
    QuotaLedger ledger();

    Registry registry();

    ApprovalDesk approvals();

    KeyRing keys();

    /** How the state was a moment ago. Never blocks, and costs nothing. */
    ClusterHealth health();

    /** How the durable copies of it were a moment ago. Never blocks, and costs nothing. */
    default StoreHealth store() {
        return StoreHealth.NONE;
    }

    /**
     * Tells the other nodes where this one is reached; as often as it changes. Never blocks.
     *
     * @param agent its URL for agents, without path
     * @param management its URL for operators, without path
     */
    void report(String agent, String management);

    @Override
    void close();
}
