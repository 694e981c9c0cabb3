package dev.turnpike.loadtest.simulation;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/** Nodes in this process, in front of an upstream that answers at once. */
final class LocalTarget implements Target {
    /** What has been opened, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final InstantUpstream upstream;
    private final Documents documents;
    private final List<Node> nodes;
    private final int limit;

    private LocalTarget(int grants, int limit) throws IOException, TimeoutException {
        this.limit = limit;
        upstream = opened(new InstantUpstream());
        Path directory = Files.createTempDirectory("turnpike-load-");
        open.push(() -> Files.delete(directory));
        documents = opened(Documents.write(directory, upstream.url(), grants, limit));
        Path audit = directory.resolve("audit.jsonl");
        open.push(() -> Files.deleteIfExists(audit));
        nodes = List.of(opened(Node.start(
                NodeConfigReader.read(
                        Map.of(
                                "agent-port",
                                "0",
                                "management-port",
                                "0",
                                "resources",
                                directory.toString(),
                                "audit-file",
                                audit.toString()),
                        Map.of(),
                        Optional.empty()),
                new Secrets(Map.of()),
                new Quiet())));
    }

    static Target open(int grants, int limit) {
        try {
            return new LocalTarget(grants, limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the upstream does not start", e);
        }
    }

    @Override
    public List<String> urls() {
        return nodes.stream()
                .map(node -> "http://127.0.0.1:" + node.agentPort() + "/mcp/" + documents.server())
                .toList();
    }

    @Override
    public List<String> tokens() {
        return documents.tokens();
    }

    @Override
    public OptionalInt limit() {
        return OptionalInt.of(limit);
    }

    @Override
    public OptionalLong reached() {
        return OptionalLong.of(upstream.calls());
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException("a part of the target does not close", failure);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** The documents are the run's own: nobody edits them. */
    private static final class Quiet implements ResourceWatcher {
        @Override
        public void applied(Change change) {}

        @Override
        public void refused(List<ConfigProblem> problems) {}
    }
}
