package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.tls.PemFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one node, validated as a whole by {@link NodeConfigReader}; {@link Setting} describes each.
 *
 * @param agent where agents connect
 * @param management where operators, metrics and probes connect
 * @param agentAccess which Host and Origin headers the agent port accepts
 * @param managementAccess which Host and Origin headers the management port accepts
 * @param publicUrl what agents call this node; without path
 * @param tls the certificates of the two ports
 * @param admin who runs the gateway, and where
 * @param resources the watched directory of documents
 * @param grid where the shared state lives
 * @param cluster the grid that the node is part of, where there is one
 * @param store where what the nodes share is kept for the next start; empty if it is not
 * @param audit where the records of decisions go; empty if there are none
 * @param recording what else becomes of them
 * @param traces where the traces of calls go
 * @param webhooks the file of the webhooks that hear of approvals
 * @param caps what a message or a node may take at most
 * @param timeouts how long a step may take at most
 */
public record NodeConfig(
        Address agent,
        Address management,
        WebAccess agentAccess,
        WebAccess managementAccess,
        Optional<URI> publicUrl,
        Tls tls,
        Admin admin,
        Optional<Path> resources,
        Grid grid,
        Cluster cluster,
        Optional<Durable> store,
        Optional<Audit> audit,
        Recording recording,
        Traces traces,
        Optional<Path> webhooks,
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

    /** Where the certificates of the ports are; a port without one speaks plain HTTP. */
    public record Tls(Optional<PemFiles> agent, Optional<PemFiles> management) {}

    /**
     * Who runs the gateway, and where.
     *
     * @param operators the watched file of operators
     * @param token where the token of the operator {@code admin} is
     * @param consoleUrl what people call the management port; without path
     */
    public record Admin(Optional<Path> operators, Optional<SecretReference> token, Optional<URI> consoleUrl) {}

    /**
     * The node as a member of a grid.
     *
     * @param name members of other clusters never meet
     * @param size how many nodes the cluster is meant to have
     * @param nodeName what status calls this node; empty for the address of its member port
     * @param member where other nodes connect
     * @param members where to look for other nodes, {@code host} or {@code host:port}
     * @param memberDns a name whose addresses are those of the nodes
     * @param deadline how long a call waits for the grid
     * @param failureDetection after how long a silent node counts as gone
     * @param coalesce whether spends that meet travel together
     * @param rememberExhausted whether the node remembers exhausted counters
     */
    public record Cluster(
            String name,
            int size,
            String nodeName,
            Address member,
            List<String> members,
            Optional<String> memberDns,
            Duration deadline,
            Duration failureDetection,
            boolean coalesce,
            boolean rememberExhausted) {
        public Cluster {
            members = List.copyOf(members);
        }
    }

    /**
     * Where what the nodes share is kept for the next start.
     *
     * @param address of the database, as {@link dev.turnpike.clusterstate.store.StoreSettings} has it
     * @param user who signs in there; may be empty
     * @param password where the user's password is
     */
    public record Durable(String address, String user, Optional<SecretReference> password) {}

    /**
     * Where the records of decisions go.
     *
     * @param file the JSON Lines file that is written
     * @param rotateBytes the size at which it is full; empty for never
     * @param keep how many full files are kept, 0 for all
     * @param refuse whether calls are refused while records cannot be written
     */
    public record Audit(Path file, Optional<Long> rotateBytes, int keep, boolean refuse) {}

    /**
     * What becomes of records beside the file.
     *
     * @param export where copies go
     * @param digestKey under which arguments are digested; empty for no digests
     * @param beforeAnswer whether no call is answered before its record is written
     */
    public record Recording(Export export, Optional<SecretReference> digestKey, boolean beforeAnswer) {}

    /**
     * Where copies of records go.
     *
     * @param collector that takes logs by OTLP, if they go to one
     * @param authorization what it gets as the header {@code Authorization}
     */
    public record Export(To to, Optional<URI> collector, Optional<SecretReference> authorization) {
        /** The kinds of receiver. */
        public enum To {
            NOBODY,
            STDOUT,
            COLLECTOR
        }
    }

    /**
     * Where the traces of calls go.
     *
     * @param collector that takes spans by OTLP; empty if nothing is traced
     * @param authorization what it gets as the header {@code Authorization}
     * @param sample which part of the calls that begin a trace is recorded
     */
    public record Traces(Optional<URI> collector, Optional<SecretReference> authorization, double sample) {}

    /**
     * What a message or a node may take at most.
     *
     * @param maxBodyBytes size of a request body
     * @param maxHeaderBytes size of all headers of a request
     * @param maxJsonDepth nesting of a request body
     * @param maxListBytes size of an upstream's tool list, which is held in memory to be filtered
     * @param maxRequests requests under way at the agent port
     * @param maxStreams event streams that agents keep open, beside those requests
     * @param maxConnections connections of agents
     * @param maxHeld requests that wait for a person
     */
    public record Caps(
            int maxBodyBytes,
            int maxHeaderBytes,
            int maxJsonDepth,
            int maxListBytes,
            int maxRequests,
            int maxStreams,
            int maxConnections,
            int maxHeld) {}

    /**
     * How long a step may take at most.
     *
     * @param header from a connection's opening to the end of a request's headers
     * @param body from there to the end of the request's body
     * @param connect to reach an upstream
     * @param call from a forwarded call to the head of the answer, for servers that set no timeout
     * @param keepAlive between two signs of life for a client whose call is held
     * @param drain for requests under way when the node stops
     * @param stopDelay from not being ready to taking no more requests, when the node stops
     */
    public record Timeouts(
            Duration header,
            Duration body,
            Duration connect,
            Duration call,
            Duration keepAlive,
            Duration drain,
            Duration stopDelay) {}

    public NodeConfig {
        requireNonNull(agent, "agent");
        requireNonNull(management, "management");
        requireNonNull(agentAccess, "agentAccess");
        requireNonNull(managementAccess, "managementAccess");
        requireNonNull(tls, "tls");
        requireNonNull(admin, "admin");
        requireNonNull(grid, "grid");
        requireNonNull(cluster, "cluster");
        requireNonNull(recording, "recording");
        requireNonNull(traces, "traces");
        requireNonNull(store, "store");
        requireNonNull(webhooks, "webhooks");
        requireNonNull(caps, "caps");
        requireNonNull(timeouts, "timeouts");
    }
}
