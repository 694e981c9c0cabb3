package dev.turnpike.loadtest.proof.site;

import java.util.List;

/** Networks with a place for each node. The agents, the balancer and the upstream are outside of those. */
public interface Site extends AutoCloseable {
    /** One for each node. */
    List<Place> places();

    /** An address that the nodes reach, for the upstream and the balancer. */
    String host();

    /** Separates a node from the other nodes; agents and upstream still reach it. */
    void cut(int node);

    /** Undoes a cut. */
    void heal(int node);

    @Override
    void close();
}
