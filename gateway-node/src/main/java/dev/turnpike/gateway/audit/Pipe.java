package dev.turnpike.gateway.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A pipe or a device, such as {@code /dev/stdout}: it can be written, and nothing else. */
final class Pipe implements Output {
    private final OutputStream out;
    private long size;
    private boolean ragged;

    Pipe(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(ByteBuffer text) throws IOException {
        if (ragged) {
            out.write('\n'); // the last line that was begun may have been cut off
        }
        ragged = true;
        out.write(text.array(), text.arrayOffset() + text.position(), text.remaining());
        size += text.remaining();
        ragged = false;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Optional<Tail> tail() {
        return Optional.empty();
    }

    @Override
    public void force() {}

    @Override
    public void close() throws IOException {
        out.close();
    }
}
