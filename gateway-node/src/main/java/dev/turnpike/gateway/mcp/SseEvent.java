package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The event that is being received. Its lines up to the first with data have gone out already; the rest is held, since
 * only the blank line behind it tells what the data is.
 */
final class SseEvent {
    private final ToolListFilter filter;
    private final int maxBytes;
    private final List<SseLine> held = new ArrayList<>();
    private Buffer line = Buffer.buffer();
    private int heldBytes;
    private boolean firstLine = true;

    SseEvent(ToolListFilter filter, int maxBytes) {
        this.filter = filter;
        this.maxBytes = maxBytes;
    }

    void append(byte[] bytes, int start, int end) {
        heldBytes += end - start;
        if (heldBytes > maxBytes) {
            throw new UnreadableListException("an event is larger than " + maxBytes + " bytes");
        }
        line.appendBytes(bytes, start, end - start);
    }

    void endOfLine(byte terminator, Buffer out, Consumer<FilteredList> listener) {
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
            release(out, listener);
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
    void endOfStream(Buffer out, Consumer<FilteredList> listener) {
        if (line.length() > 0) {
            held.add(new SseLine(line.getBytes(), "", firstLine));
            line = Buffer.buffer();
        }
        release(out, listener);
    }

    private void release(Buffer out, Consumer<FilteredList> listener) {
        Buffer data = data();
        Buffer filtered = data;
        if (mayListTools(data)) {
            FilteredList list = filter.filter(data);
            filtered = list.bytes();
            if (!list.listed().isEmpty()) {
                listener.accept(list);
            }
        }
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

    /**
     * Whether it is worth reading: the key can only be there as it is, in other case for lax clients, or with escapes.
     * What is not JSON-RPC at all (a ping, an empty event) passes unread.
     */
    private static boolean mayListTools(Buffer data) {
        byte[] bytes = data.getBytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 1 < bytes.length && bytes[i + 1] == 'u') {
                return true;
            }
            if ((bytes[i] == 't' || bytes[i] == 'T') && isTools(bytes, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTools(byte[] bytes, int at) {
        return at + 5 <= bytes.length
                && new String(bytes, at, 5, StandardCharsets.ISO_8859_1).equalsIgnoreCase("tools");
    }
}
