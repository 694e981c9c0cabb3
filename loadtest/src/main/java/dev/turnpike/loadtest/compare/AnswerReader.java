package dev.turnpike.loadtest.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the end of the answers to requests that are sent one at a time over one connection, and whether each is the one
 * expected. Reads just as much HTTP as is needed to count answers: a status, and a body of a told length.
 */
final class AnswerReader {
    /** An answer as a whole. */
    enum Seen {
        /** There is more to come. */
        NOTHING,
        /** Status 200, and the body that was expected. */
        EXPECTED,
        /** Anything else. */
        OTHER
    }

    private static final int MOST_BYTES = 64 * 1024;
    private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuf END_OF_HEAD =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
    private static final String LENGTH = "content-length:";

    private final byte[] expected;
    private byte[] held = new byte[1024];
    private int size;
    /** Where the body begins, or -1 while the head is not complete. */
    private int body = -1;

    private int end;

    AnswerReader(String expectedBody) {
        this.expected = expectedBody.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes what the connection brought. */
    Seen feed(ByteBuf bytes) {
        int more = bytes.readableBytes();
        if (size + more > MOST_BYTES) {
            throw new ComparisonException("an answer is longer than " + MOST_BYTES + " bytes");
        }
        if (size + more > held.length) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, size + more));
        }
        bytes.readBytes(held, size, more);
        size += more;
        if (body < 0 && !readHead()) {
            return Seen.NOTHING;
        }
        if (size < end) {
            return Seen.NOTHING;
        }
        boolean good = size == end
                && Arrays.equals(OK, 0, OK.length, held, 0, OK.length)
                && Arrays.equals(expected, 0, expected.length, held, body, end);
        size = 0;
        body = -1;
        return good ? Seen.EXPECTED : Seen.OTHER;
    }

    /** The last answer, for a message. */
    String text(int length) {
        return new String(held, 0, Math.min(length, held.length), StandardCharsets.UTF_8);
    }

    private boolean readHead() {
        int head = io.netty.buffer.ByteBufUtil.indexOf(END_OF_HEAD, Unpooled.wrappedBuffer(held, 0, size));
        if (head < 0) {
            return false;
        }
        body = head + END_OF_HEAD.readableBytes();
        end = body + contentLength(new String(held, 0, head, StandardCharsets.US_ASCII));
        return true;
    }

    private static int contentLength(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (at < 0) {
            throw new ComparisonException("an answer tells no length: " + head);
        }
        int endOfLine = lower.indexOf('\r', at);
        return Integer.parseInt(lower.substring(at + LENGTH.length(), endOfLine < 0 ? lower.length() : endOfLine)
                .trim());
    }
}
