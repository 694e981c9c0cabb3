package dev.turnpike.loadtest.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Nodes of the run's own, in this process, in front of an upstream that answers at once. */
final class LocalTarget implements Target {
    private static final int MOST_NODES = 7;

    private final InstantUpstream upstream;
    private final Path directory;
    private final Documents documents;
    private final LocalNodes nodes;
    private final int limit;

    private LocalTarget(InstantUpstream upstream, int grants, int limit) throws IOException {
        this.upstream = upstream;
        this.limit = limit;
        directory = Files.createTempDirectory("turnpike-load-");
        try {
            Path resources = Files.createDirectory(directory.resolve("resources"));
            documents = Documents.write(resources, upstream.url(), grants, limit);
            nodes = LocalNodes.start(Parameter.NODES.count(1, MOST_NODES), resources, directory);
        } catch (IOException | RuntimeException failure) {
            delete(directory);
            throw failure;
        }
    }

    static Target open(int grants, int limit) {
        InstantUpstream upstream = InstantUpstream.start();
        try {
            return new LocalTarget(upstream, grants, limit);
        } catch (IOException | RuntimeException failure) {
            upstream.close();
            throw new IllegalStateException("no nodes to call: " + failure.getMessage(), failure);
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
        nodes.close();
        upstream.close();
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
