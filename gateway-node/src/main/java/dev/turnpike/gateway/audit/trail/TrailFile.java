package dev.turnpike.gateway.audit.trail;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An audit file that is open to be read.
 *
 * @param key what it is known by, whatever it is called; empty while it has no line
 */
public record TrailFile(FileChannel channel, String key) implements Closeable {
    private static final int LONGEST_FIRST_LINE = 64 << 10;

    public TrailFile {
        requireNonNull(channel, "channel");
        requireNonNull(key, "key");
    }

    /** Opens it. */
    public static TrailFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new TrailFile(channel, key(channel));
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static String key(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(channel.size(), LONGEST_FIRST_LINE));
        int read = 0;
        while (start.hasRemaining() && read >= 0) {
            read = channel.read(start, start.position());
        }
        int end = 0;
        while (end < start.position() && start.get(end) != '\n') {
            end++;
        }
        return end == start.position() && end < LONGEST_FIRST_LINE
                ? ""
                : TrailPlace.key(Arrays.copyOf(start.array(), end));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
