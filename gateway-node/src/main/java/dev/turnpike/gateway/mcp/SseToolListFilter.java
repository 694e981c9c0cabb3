package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Filters the tool lists in an event stream while it passes. Everything but the data of an event that lists tools
 * passes byte for byte: ids, retry, comments, empty data, line ends. Lines go out as soon as they are whole; only an
 * event's data waits for its end. Confined to one stream and one thread at a time.
 */
public final class SseToolListFilter {
    private final SseLines lines;
    private final SseEvent event;
    private final Consumer<FilteredList> listener;
    private Buffer out = Buffer.buffer();

    /**
     * A filter for one stream.
     *
     * @param filter what is done to each message
     * @param maxEventBytes the most that one event may hold; a larger one ends the stream
     * @param listener told of each tool list as it passes
     */
    public SseToolListFilter(ToolListFilter filter, int maxEventBytes, Consumer<FilteredList> listener) {
        this.listener = listener;
        this.event = new SseEvent(filter, maxEventBytes);
        this.lines = new SseLines(new Passing());
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @return what may go to the client now; perhaps nothing
     * @throws UnreadableListException if an event is too large, or may list tools and cannot be read; the stream must
     *     not be used any further, and nothing more of it may reach the client
     */
    public Buffer feed(Buffer chunk) {
        lines.feed(chunk);
        return flush();
    }

    /**
     * Ends the stream.
     *
     * @return the rest
     * @throws UnreadableListException as {@link #feed}
     */
    public Buffer end() {
        event.endOfStream(out, listener);
        return flush();
    }

    private Buffer flush() {
        Buffer ready = out;
        out = Buffer.buffer();
        return ready;
    }

    private final class Passing implements SseLines.Sink {
        @Override
        public void part(byte[] bytes, int start, int end) {
            event.append(bytes, start, end);
        }

        @Override
        public void endOfLine(byte terminator) {
            event.endOfLine(terminator, out, listener);
        }

        @Override
        public void strayLineFeed() {
            event.strayLineFeed(out);
        }
    }
}
