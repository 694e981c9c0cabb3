package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;

/**
 * Splits an event stream into lines (HTML Standard, "Server-sent events", 9.2.5): ended by CR LF, LF or CR, wherever
 * the chunks are cut. Confined to one stream.
 */
final class SseLines {
    private final Sink sink;
    private boolean afterCarriageReturn;

    /** Where the pieces of lines go, in order. */
    interface Sink {
        /** Bytes of the current line, without its end. */
        void part(byte[] bytes, int start, int end);

        /** The current line is over; {@code terminator} is CR or LF. */
        void endOfLine(byte terminator);

        /** The LF that belongs to the CR before it. */
        void strayLineFeed();
    }

    SseLines(Sink sink) {
        this.sink = sink;
    }

    void feed(Buffer chunk) {
        byte[] bytes = chunk.getBytes();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterCarriageReturn) {
                sink.strayLineFeed();
                start = i + 1;
            } else if (b == '\n' || b == '\r') {
                if (i > start) {
                    sink.part(bytes, start, i);
                }
                sink.endOfLine(b);
                start = i + 1;
            }
            afterCarriageReturn = b == '\r';
        }
        if (start < bytes.length) {
            sink.part(bytes, start, bytes.length);
        }
    }
}
