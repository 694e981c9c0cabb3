package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node keeps its audit records.
 *
 * @param file what is written now; full files get a name with time and number beside it
 * @param rotateBytes the size at which a file is full; empty for one file without end
 * @param keep how many full files are kept, 0 for all
 * @param onFull what happens while records cannot be written
 * @param node who writes, for the head of each file
 */
public record AuditLog(Path file, Optional<Long> rotateBytes, int keep, OnFull onFull, String node) {
    /** What happens while records cannot be written. */
    public enum OnFull {
        /** Calls go on; the records that are lost are counted. */
        DROP,
        /** Calls are refused. */
        REFUSE
    }

    public AuditLog {
        requireNonNull(file, "file");
        requireNonNull(rotateBytes, "rotateBytes");
        requireNonNull(onFull, "onFull");
        requireNonNull(node, "node");
    }
}
