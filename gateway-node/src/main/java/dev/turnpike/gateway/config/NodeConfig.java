package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of one node, validated as a whole by {@link NodeConfigReader}; {@link Setting} describes each.
 *
 * @param agent where agents connect
 * @param management where operators, metrics and probes connect
 * @param agentAccess which Host and Origin headers the agent port accepts
 * @param managementAccess which Host and Origin headers the management port accepts
 * @param publicUrl what agents call this node; without path
 * @param resources the watched directory of documents
 * @param grid where the shared state lives
 * @param auditFile the JSON Lines file that gets one record for each decision; empty if there is none
 * @param caps what a message or a node may take at most
 * @param timeouts how long a step may take at most
 */
public record NodeConfig(
        Address agent,
        Address management,
        WebAccess agentAccess,
        WebAccess managementAccess,
        Optional<URI> publicUrl,
        Optional<Path> resources,
        Grid grid,
        Optional<Path> auditFile,
        Caps caps,
        Timeouts timeouts) {

    /** Where the shared state of the node lives. */
    public enum Grid {
        /** In this process alone. */
        MEMORY,
        /** In the grid that the nodes form. */
        HAZELCAST
    }

    /**
     * A host and port to listen on.
     *
     * @param port 0 for one that the system chooses
     */
    public record Address(String host, int port) {
        public Address {
            requireNonNull(host, "host");
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
        }
    }

    /**
     * What a message or a node may take at most.
     *
     * @param maxBodyBytes size of a request body
     * @param maxHeaderBytes size of all headers of a request
     * @param maxJsonDepth nesting of a request body
     * @param maxListBytes size of an upstream's tool list, which is held in memory to be filtered
     * @param maxRequests requests under way at the agent port
     */
    public record Caps(int maxBodyBytes, int maxHeaderBytes, int maxJsonDepth, int maxListBytes, int maxRequests) {}

    /**
     * How long a step may take at most.
     *
     * @param header from a connection's opening to the end of a request's headers
     * @param body from there to the end of the request's body
     * @param connect to reach an upstream
     * @param call from a forwarded call to the head of the answer, for servers that set no timeout
     * @param drain for requests under way when the node stops
     */
    public record Timeouts(Duration header, Duration body, Duration connect, Duration call, Duration drain) {}

    public NodeConfig {
        requireNonNull(agent, "agent");
        requireNonNull(management, "management");
        requireNonNull(agentAccess, "agentAccess");
        requireNonNull(managementAccess, "managementAccess");
        requireNonNull(grid, "grid");
        requireNonNull(caps, "caps");
        requireNonNull(timeouts, "timeouts");
    }
}
