package dev.turnpike.gateway.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a cluster keeps its configurations, logs and audit files.
 *
 * @param removed whether it goes with the cluster
 */
public record ClusterDirectory(Path path, boolean removed) implements AutoCloseable {
    /**
     * Finds or makes it.
     *
     * @param asked a directory to use, made if it is not there, and kept; empty for a new temporary one
     * @param kept whether a temporary one is kept too
     */
    public static ClusterDirectory open(Optional<Path> asked, boolean kept) {
        try {
            return asked.isPresent()
                    ? new ClusterDirectory(Files.createDirectories(asked.get().toAbsolutePath()), /* removed= */ false)
                    : new ClusterDirectory(Files.createTempDirectory("turnpike-cluster-"), !kept);
        } catch (IOException e) {
            throw new ClusterException("the directory "
                    + asked.map(Path::toString).orElse("for the cluster") + " cannot be made: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (!removed) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // What someone has open or added is left to them.
        }
    }
}
