package dev.turnpike.loadtest.simulation;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Nodes in this process: one alone, or several that form a grid.
 *
 * @param nodes ready
 */
record LocalNodes(List<Node> nodes) implements AutoCloseable {
    private static final long START_SECONDS = 60;

    /**
     * Starts them, and waits until all are ready.
     *
     * @param resources the directory of their documents
     * @param audit gets their audit files; another one, because the nodes look at every change of the first
     */
    static LocalNodes start(int count, Path resources, Path audit) throws IOException {
        List<Map<String, String>> settings = new ArrayList<>();
        List<Integer> members = count == 1 ? List.of() : freePorts(count);
        for (int node = 0; node < count; node++) {
            Map<String, String> of = new HashMap<>(Map.of(
                    "agent-port",
                    "0",
                    "management-port",
                    "0",
                    "resources",
                    resources.toString(),
                    "store",
                    "none",
                    "audit-file",
                    audit.resolve("audit-" + node + ".jsonl").toString()));
            if (count > 1) {
                of.putAll(Map.of(
                        "grid", "hazelcast",
                        "cluster-name", "load-" + ProcessHandle.current().pid(),
                        "cluster-size", Integer.toString(count),
                        "member-port", members.get(node).toString(),
                        "members",
                                members.stream()
                                        .map(port -> "127.0.0.1:" + port)
                                        .collect(Collectors.joining(","))));
            }
            settings.add(of);
        }
        return start(settings);
    }

    /** At once, because none is ready before more than half of them are there. */
    private static LocalNodes start(List<Map<String, String>> settings) {
        ExecutorService threads = Executors.newFixedThreadPool(settings.size());
        List<Future<Node>> starting = settings.stream()
                .map(of -> threads.submit(() -> Node.start(
                        NodeConfigReader.read(of, Map.of(), Optional.empty()), new Secrets(Map.of()), new Quiet())))
                .toList();
        List<Node> nodes = new ArrayList<>();
        try {
            for (Future<Node> node : starting) {
                nodes.add(node.get(START_SECONDS, TimeUnit.SECONDS));
            }
            return new LocalNodes(List.copyOf(nodes));
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            nodes.forEach(Node::close);
            throw new IllegalStateException("a node does not start", failure);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Ports that were free a moment ago. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int port = 0; port < count; port++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }

    /** Nobody edits the documents of a run. */
    private static final class Quiet implements ResourceWatcher {
        @Override
        public void applied(Change change) {}

        @Override
        public void refused(List<ConfigProblem> problems) {}
    }
}
