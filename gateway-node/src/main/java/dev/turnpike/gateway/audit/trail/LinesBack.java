package dev.turnpike.gateway.audit.trail;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file from some place back to its start. Holds no more than a block and the longest line. Confined to one
 * thread.
 */
final class LinesBack {
    /** A longer line is cut into pieces, none of which is a line of ours. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final int BLOCK = 256 << 10;

    private final FileChannel channel;
    /** What stands in the file from {@code start} on, up to {@link #place}. */
    private byte[] bytes = new byte[0];

    private long start;
    private int length;

    /**
     * The lines before a place.
     *
     * @param end where a line ends or begins; what stands behind the last line break before it is left out
     */
    LinesBack(FileChannel channel, long end) throws IOException {
        this.channel = channel;
        this.start = end;
        length = 0;
        while (length == 0 && start > 0) {
            length = (int) Math.min(BLOCK, start);
            start -= length;
            bytes = read(start, length);
            while (length > 0 && bytes[length - 1] != '\n') {
                length--;
            }
        }
    }

    /** Where the line begins that was read last; all before it is still to be read. */
    long place() {
        return start + length;
    }

    /** The line before, without its line break; null at the start of the file. */
    byte @Nullable [] previous() throws IOException {
        if (length == 0) {
            if (start == 0) {
                return null;
            }
            more();
        }
        int lineBreak = breakBefore(length - 1, 0);
        while (lineBreak < 0 && start > 0 && length < LONGEST_LINE) {
            int before = more();
            lineBreak = breakBefore(before, 0);
        }
        byte[] line = Arrays.copyOfRange(bytes, lineBreak + 1, bytes[length - 1] == '\n' ? length - 1 : length);
        length = lineBreak + 1;
        return line;
    }

    /** Reads as much again, and answers how much was added in front. */
    private int more() throws IOException {
        int added = (int) Math.min(Math.max(BLOCK, length), start);
        byte[] longer = Arrays.copyOf(read(start - added, added), added + length);
        System.arraycopy(bytes, 0, longer, added, length);
        bytes = longer;
        start -= added;
        length += added;
        return added;
    }

    private int breakBefore(int end, int least) {
        int at = end - 1;
        while (at >= least && bytes[at] != '\n') {
            at--;
        }
        return at < least ? -1 : at;
    }

    private byte[] read(long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return buffer.array();
    }
}
