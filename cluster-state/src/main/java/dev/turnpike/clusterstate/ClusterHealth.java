package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How the shared state is, as one node sees it.
 *
 * @param kind {@code memory} or {@code hazelcast}
 * @param clusterName empty where there is no cluster
 * @param size how many nodes the cluster is meant to have
 * @param quorum how many must be there for limits to be spent
 * @param available whether that many are, and the state answers
 * @param partitionsSafe whether every part of the state has the copies that it should have
 * @param shards into how many parts the state is spread
 * @param lostShards parts of which every copy was lost since this node started
 * @param exposed whether the port for other nodes listens on an address that is not private
 * @param members the nodes that are there
 */
public record ClusterHealth(
        String kind,
        String clusterName,
        int size,
        int quorum,
        boolean available,
        boolean partitionsSafe,
        int shards,
        int lostShards,
        boolean exposed,
        List<Member> members) {
    public ClusterHealth {
        requireNonNull(kind, "kind");
        requireNonNull(clusterName, "clusterName");
        members = List.copyOf(members);
    }

    /**
     * One node of the cluster.
     *
     * @param name what it calls itself; its address until it has said so
     * @param address where other nodes connect to it
     * @param agent its URL for agents, without path; empty until it has said so
     * @param management its URL for operators, without path; empty until it has said so
     * @param local whether it is the node that says this
     */
    public record Member(String name, String address, String agent, String management, boolean local) {
        public Member {
            requireNonNull(name, "name");
            requireNonNull(address, "address");
            requireNonNull(agent, "agent");
            requireNonNull(management, "management");
        }
    }
}
