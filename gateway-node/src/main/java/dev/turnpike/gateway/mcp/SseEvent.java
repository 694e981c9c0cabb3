package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The event that is being received. Its lines up to the first with data have gone out already; the rest is held, since
 * only the blank line behind it tells what the data is.
 */
final class SseEvent {
    private final UnaryOperator<Buffer> messages;
    private final int maxBytes;
    private final List<SseLine> held = new ArrayList<>();
    private Buffer line = Buffer.buffer();
    private int heldBytes;
    private boolean firstLine = true;

    SseEvent(UnaryOperator<Buffer> messages, int maxBytes) {
        this.messages = messages;
        this.maxBytes = maxBytes;
    }

    void append(byte[] bytes, int start, int end) {
        heldBytes += end - start;
        if (heldBytes > maxBytes) {
            throw new UnreadableListException("an event is larger than " + maxBytes + " bytes");
        }
        line.appendBytes(bytes, start, end - start);
    }

    void endOfLine(byte terminator, Buffer out) {
        SseLine whole = new SseLine(line.getBytes(), terminator == '\r' ? "\r" : "\n", firstLine);
        boolean blank = whole.isBlank();
        line = Buffer.buffer();
        firstLine = false;
        if (held.isEmpty() && !whole.isData()) {
            whole.writeTo(out);
            heldBytes = 0;
            return;
        }
        heldBytes += 1;
        held.add(whole);
        if (blank) {
            release(out);
        }
    }

    /** The second half of a CR LF, which belongs to the line before it, held or gone. */
    void strayLineFeed(Buffer out) {
        if (held.isEmpty()) {
            out.appendByte((byte) '\n');
        } else {
            held.get(held.size() - 1).addLineFeed();
        }
    }

    /** Clients should drop an event without its blank line, but some do not. */
    void endOfStream(Buffer out) {
        if (line.length() > 0) {
            held.add(new SseLine(line.getBytes(), "", firstLine));
            line = Buffer.buffer();
        }
        release(out);
    }

    private void release(Buffer out) {
        Buffer data = data();
        Buffer filtered = messages.apply(data);
        if (filtered == data) {
            held.forEach(whole -> whole.writeTo(out));
        } else {
            rewrite(filtered, out);
        }
        held.clear();
        heldBytes = 0;
    }

    private Buffer data() {
        Buffer data = Buffer.buffer();
        boolean first = true;
        for (SseLine whole : held) {
            if (whole.isData()) {
                if (!first) {
                    data.appendByte((byte) '\n');
                }
                whole.writeValueTo(data);
                first = false;
            }
        }
        return data;
    }

    /** The new data takes the place of the first data line, with as many lines as it needs. */
    private void rewrite(Buffer data, Buffer out) {
        boolean written = false;
        for (SseLine whole : held) {
            if (!whole.isData()) {
                whole.writeTo(out);
            } else if (!written) {
                written = true;
                int start = 0;
                for (int i = 0; i <= data.length(); i++) {
                    if (i == data.length() || data.getByte(i) == '\n') {
                        whole.writeTo(out, data.getBuffer(start, i));
                        start = i + 1;
                    }
                }
            }
        }
    }
}
