package dev.turnpike.loadtest.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Nodes of the run's own, in this process, in front of an upstream that answers at once. */
final class LocalTarget implements Target {
    private static final int MOST_NODES = 7;

    /** What has been opened, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final InstantUpstream upstream;
    private final Documents documents;
    private final LocalNodes nodes;
    private final int limit;

    private LocalTarget(int grants, int limit) throws IOException, TimeoutException {
        this.limit = limit;
        upstream = opened(new InstantUpstream());
        Path directory = Files.createTempDirectory("turnpike-load-");
        open.push(() -> delete(directory));
        documents = Documents.write(directory, upstream.url(), grants, limit);
        nodes = opened(LocalNodes.start(Parameter.NODES.count(1, MOST_NODES), directory));
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
        return nodes.nodes().stream()
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

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
