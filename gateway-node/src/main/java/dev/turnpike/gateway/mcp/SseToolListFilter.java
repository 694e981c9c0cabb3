package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Stub. */
public final class SseToolListFilter {
    public SseToolListFilter(ToolListFilter filter, int maxEventBytes, Consumer<FilteredList> listener) {}

    /** What may go to the client now; perhaps nothing. */
    public Buffer feed(Buffer chunk) {
        return chunk;
    }

    /** The rest, at the end of the stream. */
    public Buffer end() {
        return Buffer.buffer();
    }
}
