package dev.turnpike.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.NodeConfig;
import java.time.Instant;
import java.util.Map;

/**
 * What a node runs on and how it was set up, as far as whoever examines a cluster has to know it. Everybody who reaches
 * the management port can read it: no secret, no path, no address of a database.
 *
 * @param clock what time it is at the node
 * @param processors how many the process may use
 * @param poolThreads of the common pool, which the grid needs two of
 * @param openFiles how many the process had open a moment ago; -1 if unknown
 * @param maxOpenFiles how many it may have; -1 if unknown
 * @param agentHost where the agent port listens
 * @param managementHost where the management port listens
 * @param marks of settings that all nodes should have alike
 */
public record NodeOutfit(
        Instant clock,
        String java,
        int processors,
        long maxHeapBytes,
        int poolThreads,
        long openFiles,
        long maxOpenFiles,
        String agentHost,
        String managementHost,
        NodeConfig.Caps caps,
        Records records,
        Map<String, String> marks) {
    public NodeOutfit {
        marks = Map.copyOf(marks);
    }

    /**
     * How the audit file is.
     *
     * @param kept whether there is one
     * @param refuse whether calls are refused while it cannot be written
     * @param writable whether calls may be let through, as far as it goes
     * @param lost records that were lost since the start
     * @param freeBytes of its disk a moment ago; -1 if unknown
     * @param diskBytes how large that is; -1 if unknown
     */
    public record Records(boolean kept, boolean refuse, boolean writable, long lost, long freeBytes, long diskBytes) {}

    void write(ObjectNode json) {
        json.put("clock", clock.toString());
        json.putObject("process")
                .put("java", java)
                .put("processors", processors)
                .put("maxHeapBytes", maxHeapBytes)
                .put("poolThreads", poolThreads)
                .put("openFiles", openFiles)
                .put("maxOpenFiles", maxOpenFiles);
        json.putObject("listens").put("agent", agentHost).put("management", managementHost);
        json.putObject("caps")
                .put("maxRequests", caps.maxRequests())
                .put("maxStreams", caps.maxStreams())
                .put("maxConnections", caps.maxConnections())
                .put("maxHeld", caps.maxHeld())
                .put("maxBodyBytes", caps.maxBodyBytes())
                .put("maxHeaderBytes", caps.maxHeaderBytes())
                .put("maxListBytes", caps.maxListBytes());
        json.putObject("audit")
                .put("kept", records.kept())
                .put("onFull", records.refuse() ? "refuse" : "drop")
                .put("writable", records.writable())
                .put("lost", records.lost())
                .put("freeBytes", records.freeBytes())
                .put("diskBytes", records.diskBytes());
        ObjectNode settings = json.putObject("settings");
        marks.forEach(settings::put);
    }
}
