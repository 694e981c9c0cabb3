package dev.turnpike.gateway.audit.trail;

import static java.util.Objects.requireNonNull;

/**
 * One place where a file is not what was written.
 *
 * @param line number of the line in its file, from 1
 * @param what for people
 */
public record Finding(long line, Kind kind, String what) {
    /** What was done, as far as can be told. */
    public enum Kind {
        /** The line says something else than was written. */
        CHANGED,
        /** Lines are missing before this one; at the end of a file, after it. */
        REMOVED,
        /** The line was not written here. */
        INSERTED,
        /** The line was written, but elsewhere in the file. */
        REORDERED,
        /** The file before this one is missing. */
        FILE_MISSING,
        /** The file is no chain. */
        NO_CHAIN
    }

    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(what, "what");
    }
}
