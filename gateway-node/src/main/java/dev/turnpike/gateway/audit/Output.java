package dev.turnpike.gateway.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Where an audit file's bytes go. Confined to one thread. */
interface Output extends Closeable {
    /** How an output is opened. */
    @FunctionalInterface
    interface Opening {
        Output open(Path path) throws IOException;
    }

    /** Appends all of {@code text}; if that fails, as good as nothing is left of it. */
    void write(ByteBuffer text) throws IOException;

    /** The size so far; for what has none, what was written. */
    long size();

    /** What the file held when it was opened; empty for a pipe or a device, which cannot be read back or renamed. */
    Optional<Tail> tail() throws IOException;

    /** Has the system write through to the disk. */
    void force() throws IOException;
}
