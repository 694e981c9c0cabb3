package dev.turnpike.gateway.audit.trail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The lines of a file as bytes, one after the other. Holds no more than a block and the longest line. */
public final class LineReader {
    /** A longer line is cut into pieces, none of which is a line of ours. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final int BLOCK = 1 << 20;

    private LineReader() {}

    /** Takes one line: the bytes from {@code start} to {@code end}, only during the call. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes it.
         *
         * @param whole whether a line break follows
         */
        void line(byte[] bytes, int start, int end, boolean whole) throws IOException;
    }

    /** Reads the file from its start to its end. */
    public static void read(Path file, Sink sink) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BLOCK];
            int kept = 0;
            for (int read = in.read(buffer, 0, buffer.length);
                    read >= 0;
                    read = in.read(buffer, kept, buffer.length - kept)) {
                int filled = kept + read;
                int start = lines(buffer, kept, filled, sink);
                kept = filled - start;
                if (kept >= LONGEST_LINE) {
                    sink.line(buffer, start, filled, /* whole= */ true);
                    kept = 0;
                } else if (kept == buffer.length) {
                    buffer = Arrays.copyOf(buffer, buffer.length * 2);
                } else {
                    System.arraycopy(buffer, start, buffer, 0, kept);
                }
            }
            if (kept > 0) {
                sink.line(buffer, 0, kept, /* whole= */ false);
            }
        }
    }

    /** Hands over the lines that end between {@code from} and {@code to}, and answers where the next one starts. */
    private static int lines(byte[] buffer, int from, int to, Sink sink) throws IOException {
        int start = 0;
        for (int at = from; at < to; at++) {
            if (buffer[at] == '\n') {
                sink.line(buffer, start, at, /* whole= */ true);
                start = at + 1;
            }
        }
        return start;
    }
}
