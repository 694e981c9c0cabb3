package dev.turnpike.gateway.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** The text of lines that are about to be written. Confined to one thread. */
final class LineBuffer extends ByteArrayOutputStream {
    LineBuffer(int size) {
        super(size);
    }

    /** Feeds what stands from {@code start} to the end. */
    void digest(MessageDigest digest, int start) {
        digest.update(buf, start, count - start);
    }

    /** Drops all behind the first {@code size} bytes. */
    void shorten(int size) {
        count = size;
    }

    /** A view that holds until the next change. */
    ByteBuffer view() {
        return ByteBuffer.wrap(buf, 0, count);
    }
}
