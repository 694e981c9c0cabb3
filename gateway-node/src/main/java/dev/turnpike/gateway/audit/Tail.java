package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.turnpike.gateway.audit.trail.ChainedLine;
import dev.turnpike.gateway.audit.trail.Mark;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a writer needs to know of a file that is there already.
 *
 * @param size of the file
 * @param first its first line, if that is a sound head
 * @param last its last whole line, if that is sound
 * @param torn what stands behind its last line break, each byte as a character
 */
record Tail(long size, Optional<ChainedLine> first, Optional<ChainedLine> last, String torn) {
    /** No line is longer. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final int BLOCK = 64 << 10;

    static Tail of(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return of(channel);
        }
    }

    static Tail of(FileChannel channel) throws IOException {
        long size = channel.size();
        byte[] end = new byte[0];
        int torn = -1;
        int line = -1;
        while (end.length < Math.min(size, LONGEST_LINE) && line < 0) {
            int more = (int) Math.min(Math.max(BLOCK, end.length), size - end.length);
            byte[] longer = read(channel, size - end.length - more, more + end.length);
            end = longer;
            torn = lastBreak(end, end.length);
            line = torn < 0 ? -1 : lastBreak(end, torn);
        }
        String fragment = new String(end, torn + 1, end.length - torn - 1, ISO_8859_1);
        Optional<ChainedLine> last = torn < 0 || (line < 0 && end.length < size)
                ? Optional.empty()
                : Optional.of(ChainedLine.read(Arrays.copyOfRange(end, line + 1, torn)))
                        .filter(ChainedLine::intact);
        return new Tail(size, first(channel, size), last, fragment);
    }

    /** Whether a chain can go on here. */
    boolean canContinue() {
        return first.isPresent() && last.isPresent();
    }

    /** What the first line says. */
    Optional<Mark.Head> head() {
        return first.flatMap(ChainedLine::mark).flatMap(Mark::head);
    }

    private static Optional<ChainedLine> first(FileChannel channel, long size) throws IOException {
        byte[] start = read(channel, 0, (int) Math.min(size, BLOCK));
        int end = 0;
        while (end < start.length && start[end] != '\n') {
            end++;
        }
        return Optional.of(ChainedLine.read(Arrays.copyOf(start, end)))
                .filter(line -> line.mark().flatMap(Mark::head).isPresent());
    }

    private static int lastBreak(byte[] text, int before) {
        int at = before - 1;
        while (at >= 0 && text[at] != '\n') {
            at--;
        }
        return at;
    }

    private static byte[] read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return buffer.array();
    }
}
