package dev.turnpike.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.StoreHealth;
import dev.turnpike.gateway.pipeline.NearLimits.Near;
import java.util.List;

/**
 * What a node says of itself and of its cluster.
 *
 * @param notReady why it should get no requests, or an empty text
 * @param registryRevision the newest change of the documents that it knows
 * @param store how its durable copies are
 * @param counters those that it has lately seen near their maximum
 * @param outfit what it runs on, and how it was set up
 */
public record NodeStatus(
        String version,
        String notReady,
        long registryRevision,
        ClusterHealth grid,
        StoreHealth store,
        List<Near> counters,
        NodeOutfit outfit) {

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("node", name());
        json.put("version", version);
        json.put("ready", notReady.isEmpty());
        json.put("reason", notReady);
        json.put("registryRevision", registryRevision);
        json.set("grid", gridJson());
        json.set("store", storeJson());
        ArrayNode near = json.putArray("counters");
        for (Near counter : counters) {
            near.addObject()
                    .put("owner", counter.owner())
                    .put("counter", counter.counter())
                    .put("session", counter.session())
                    .put("windowStart", counter.windowStart().toString())
                    .put("windowSeconds", counter.windowSeconds())
                    .put("held", counter.held())
                    .put("max", counter.max());
        }
        outfit.write(json);
        return json.toString();
    }

    /** All nodes of the cluster, of which each knows of itself alone what it runs and whether it is ready. */
    public ObjectNode nodes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode nodes = json.putArray("nodes");
        for (ClusterHealth.Member member : grid.members()) {
            ObjectNode node = nodes.addObject();
            write(member, node);
            if (member.local()) {
                node.put("version", version).put("ready", notReady.isEmpty()).put("reason", notReady);
            }
        }
        json.put("registryRevision", registryRevision);
        ObjectNode grid = gridJson();
        grid.remove("members");
        json.set("grid", grid);
        json.set("store", storeJson());
        return json;
    }

    private String name() {
        return grid.members().stream()
                .filter(ClusterHealth.Member::local)
                .map(ClusterHealth.Member::name)
                .findFirst()
                .orElse("");
    }

    private ObjectNode storeJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", store.kind());
        if (store.isKept()) {
            json.put("available", store.available());
            json.put("lagMillis", store.lagMillis());
            json.put("problem", store.problem());
        }
        return json;
    }

    private ObjectNode gridJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", grid.kind());
        json.put("clusterName", grid.clusterName());
        json.put("size", grid.size());
        json.put("quorum", grid.quorum());
        json.put("available", grid.available());
        json.put("partitionsSafe", grid.partitionsSafe());
        json.put("shards", grid.shards());
        json.put("lostShards", grid.lostShards());
        json.put("exposed", grid.exposed());
        ArrayNode members = json.putArray("members");
        for (ClusterHealth.Member member : grid.members()) {
            write(member, members.addObject());
        }
        return json;
    }

    private static void write(ClusterHealth.Member member, ObjectNode json) {
        json.put("name", member.name())
                .put("address", member.address())
                .put("agent", member.agent())
                .put("management", member.management())
                .put("local", member.local());
    }
}
