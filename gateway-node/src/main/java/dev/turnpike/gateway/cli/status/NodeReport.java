package dev.turnpike.gateway.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one node says of itself and of the cluster at {@code /statusz}; texts are fit for a terminal.
 *
 * @param notReady why it gets no requests; empty if it is ready
 * @param revision of the registry as this node knows it
 * @param store where durable copies go; {@code none} if nowhere
 * @param storeProblem why those cannot be made; empty if they can
 * @param storeLagMillis how long ago the counters were last copied; 0 where there is no store
 * @param counters those near their limit that this node has seen lately
 * @param vitals what it runs on; empty for an older node, which does not tell
 */
public record NodeReport(
        String name,
        String version,
        String notReady,
        long revision,
        Grid grid,
        String store,
        String storeProblem,
        long storeLagMillis,
        List<Counter> counters,
        Optional<Vitals> vitals) {
    private static final int MOST_MEMBERS = 1_000;
    private static final int MOST_COUNTERS = 1_000;

    public NodeReport {
        counters = List.copyOf(counters);
    }

    /**
     * The grid as the node sees it.
     *
     * @param kind {@code memory} or {@code hazelcast}
     * @param size how many members it is meant to have
     * @param quorum how many must be there for limits to be spent
     * @param available whether limits can be spent
     * @param lostShards parts of the limits whose state was lost: their windows count as spent
     * @param exposed whether others than members might reach the node's member port
     */
    public record Grid(
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
        public Grid {
            members = List.copyOf(members);
        }
    }

    /**
     * A node that is there.
     *
     * @param agent where agents reach it; empty if it has not said
     * @param management where it can be asked; empty if it has not said
     */
    public record Member(String name, String address, String agent, String management) {}

    /**
     * A counter near its limit.
     *
     * @param windowStart ISO 8601
     * @param held what is spent of {@code max}
     */
    public record Counter(String owner, String counter, String windowStart, long windowSeconds, long held, long max) {
        /** The part of the limit that is spent: 1 at the limit. */
        public double used() {
            return max == 0 ? 1 : (double) held / max;
        }
    }

    static NodeReport of(JsonNode json) {
        boolean ready = json.path("ready").asBoolean();
        String reason = text(json, "reason");
        List<Counter> counters = new ArrayList<>();
        for (JsonNode counter : json.path("counters")) {
            if (counters.size() < MOST_COUNTERS) {
                counters.add(counter(counter));
            }
        }
        return new NodeReport(
                text(json, "node"),
                text(json, "version"),
                ready ? "" : reason.isEmpty() ? "not ready" : reason,
                json.path("registryRevision").asLong(),
                grid(json.path("grid")),
                text(json.path("store"), "kind"),
                text(json.path("store"), "problem"),
                json.path("store").path("lagMillis").asLong(),
                counters,
                Vitals.of(json));
    }

    private static Grid grid(JsonNode json) {
        List<Member> members = new ArrayList<>();
        for (JsonNode member : json.path("members")) {
            if (members.size() < MOST_MEMBERS) {
                members.add(new Member(
                        text(member, "name"),
                        text(member, "address"),
                        text(member, "agent"),
                        text(member, "management")));
            }
        }
        return new Grid(
                text(json, "kind"),
                text(json, "clusterName"),
                json.path("size").asInt(),
                json.path("quorum").asInt(),
                json.path("available").asBoolean(),
                json.path("partitionsSafe").asBoolean(),
                json.path("shards").asInt(),
                json.path("lostShards").asInt(),
                json.path("exposed").asBoolean(),
                members);
    }

    private static Counter counter(JsonNode json) {
        return new Counter(
                text(json, "owner"),
                text(json, "counter"),
                text(json, "windowStart"),
                json.path("windowSeconds").asLong(),
                json.path("held").asLong(),
                json.path("max").asLong());
    }

    private static String text(JsonNode json, String field) {
        return PlainText.of(json.path(field).asText());
    }
}
