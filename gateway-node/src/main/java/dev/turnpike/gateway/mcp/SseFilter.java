package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.util.function.UnaryOperator;

/**
 * Filters the messages in an event stream while it passes. Everything but the data of an event that is changed passes
 * byte for byte: ids, retry, comments, empty data, line ends. Lines go out as soon as they are whole; only an event's
 * data waits for its end. Confined to one stream and one thread at a time.
 */
public final class SseFilter {
    private final SseLines lines;
    private final SseEvent event;
    private Buffer out = Buffer.buffer();

    /**
     * A filter for one stream.
     *
     * @param messages what becomes of each event's data; the same object where it stays as it is
     * @param maxEventBytes the most that one event may hold; a larger one ends the stream
     */
    public SseFilter(UnaryOperator<Buffer> messages, int maxEventBytes) {
        this.event = new SseEvent(messages, maxEventBytes);
        this.lines = new SseLines(new Passing());
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @return what may go to the client now; perhaps nothing
     * @throws UnreadableListException if an event is too large, or cannot be filtered; the stream must not be used any
     *     further, and nothing more of it may reach the client
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
        event.endOfStream(out);
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
            event.endOfLine(terminator, out);
        }

        @Override
        public void strayLineFeed() {
            event.strayLineFeed(out);
        }
    }
}
