package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Filters the tool lists in an event stream while it passes, as {@link SseFilter} does. */
public final class SseToolListFilter {
    private final ToolListFilter filter;
    private final Consumer<FilteredList> listener;
    private final SseFilter events;

    /**
     * A filter for one stream.
     *
     * @param filter what is done to each message
     * @param maxEventBytes the most that one event may hold; a larger one ends the stream
     * @param listener told of each tool list as it passes
     */
    public SseToolListFilter(ToolListFilter filter, int maxEventBytes, Consumer<FilteredList> listener) {
        this.filter = filter;
        this.listener = listener;
        this.events = new SseFilter(this::filtered, maxEventBytes);
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @return what may go to the client now; perhaps nothing
     * @throws UnreadableListException if an event is too large, or may list tools and cannot be read; the stream must
     *     not be used any further, and nothing more of it may reach the client
     */
    public Buffer feed(Buffer chunk) {
        return events.feed(chunk);
    }

    /**
     * Ends the stream.
     *
     * @return the rest
     * @throws UnreadableListException as {@link #feed}
     */
    public Buffer end() {
        return events.end();
    }

    private Buffer filtered(Buffer data) {
        if (!mayListTools(data)) {
            return data;
        }
        FilteredList list = filter.filter(data);
        if (!list.listed().isEmpty()) {
            listener.accept(list);
        }
        return list.bytes();
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
