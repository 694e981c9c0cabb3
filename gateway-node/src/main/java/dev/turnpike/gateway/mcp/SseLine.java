package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One line of an event stream with its end; the LF of its CR LF may still be on its way. */
final class SseLine {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private final int nameStart;
    private final boolean data;
    private String terminator;

    SseLine(byte[] text, String terminator, boolean firstOfStream) {
        this.text = text;
        this.terminator = terminator;
        this.nameStart = firstOfStream && hasAt(0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        int nameEnd = nameStart + DATA.length;
        this.data = hasAt(nameStart, DATA) && (text.length == nameEnd || text[nameEnd] == ':');
    }

    /** Whether it ends an event. */
    boolean isBlank() {
        return text.length == nameStart;
    }

    /** Whether its field is {@code data}. */
    boolean isData() {
        return data;
    }

    void addLineFeed() {
        terminator += "\n";
    }

    void writeTo(Buffer out) {
        out.appendBytes(text).appendString(terminator);
    }

    /** Writes a data line with another value. */
    void writeTo(Buffer out, Buffer value) {
        int start = valueStart();
        if (start > text.length) {
            out.appendBytes(text).appendByte((byte) ':');
        } else {
            out.appendBytes(text, 0, start);
        }
        out.appendBuffer(value).appendString(terminator);
    }

    void writeValueTo(Buffer out) {
        int start = Math.min(valueStart(), text.length);
        out.appendBytes(text, start, text.length - start);
    }

    /** Behind the colon and one blank; beyond the end if there is no colon. */
    private int valueStart() {
        int colon = nameStart + DATA.length;
        return text.length > colon + 1 && text[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }

    private boolean hasAt(int at, byte[] part) {
        return text.length >= at + part.length && Arrays.equals(text, at, at + part.length, part, 0, part.length);
    }
}
