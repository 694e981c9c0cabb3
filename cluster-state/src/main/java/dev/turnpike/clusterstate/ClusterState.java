package dev.turnpike.clusterstate;

/** Everything the nodes share; opened once a node and closed with it. */
public interface ClusterState extends AutoCloseable {
    QuotaLedger ledger();

    Registry registry();

    @Override
    void close();
}
