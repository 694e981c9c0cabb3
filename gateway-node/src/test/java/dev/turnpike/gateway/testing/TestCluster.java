package dev.turnpike.gateway.testing;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Real nodes on free ports that form one cluster; the first one has the documents of {@link TestGateway}. */
public final class TestCluster implements AutoCloseable {
    private static final ResourceWatcher NOBODY = new ResourceWatcher() {
        @Override
        public void applied(Change change) {}

        @Override
        public void refused(List<ConfigProblem> problems) {}
    };

    private final List<Node> nodes;

    private TestCluster(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Starts all nodes at once, {@code n1} and so on, and waits until each is ready. */
    public static TestCluster start(int size, Path directory, RecordingUpstream upstream, String policy)
            throws IOException {
        return start(size, directory, upstream, policy, node -> Map.of());
    }

    /** The same with further settings for each node, the first of which is 0. */
    public static TestCluster start(
            int size,
            Path directory,
            RecordingUpstream upstream,
            String policy,
            IntFunction<Map<String, String>> further)
            throws IOException {
        TestGateway.write(directory, upstream, policy);
        List<Integer> ports = freePorts(size);
        Map<String, String> all = Map.of(
                "agent-port", "0",
                "management-port", "0",
                "audit-file", "none",
                "grid", "hazelcast",
                "cluster-name", "test-" + UUID.randomUUID(),
                "cluster-size", Integer.toString(size),
                "failure-detection", "2s",
                "grid-deadline", "20s",
                "members", ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        List<CompletableFuture<Node>> starting = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Map<String, String> settings = new HashMap<>(all);
            settings.put("member-port", ports.get(i).toString());
            settings.put("node-name", "n" + (i + 1));
            if (i == 0) {
                settings.put("resources", directory.toString());
            }
            settings.putAll(further.apply(i));
            CompletableFuture<Node> node = new CompletableFuture<>();
            new Thread(() -> start(settings, node), "start-" + i).start();
            starting.add(node);
        }
        return new TestCluster(starting.stream()
                .map(node -> node.orTimeout(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS)
                        .join())
                .toList());
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** Posts a legacy message with alice's token to one of the nodes. */
    public RawHttp.Answer post(Node node, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return RawHttp.send(
                node.agentPort(),
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + bytes.length + "\r\n",
                bytes);
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }

    private static void start(Map<String, String> settings, CompletableFuture<Node> node) {
        try {
            node.complete(Node.start(
                    NodeConfigReader.read(settings, Map.of(), Optional.empty()), TestGateway.secrets(), NOBODY));
        } catch (RuntimeException failure) {
            node.completeExceptionally(failure);
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
