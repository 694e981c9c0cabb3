package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.mcp.SseToolListFilter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** An event stream whose tool lists are filtered as they pass. One that cannot be read ends the stream. */
final class ListTransit implements Transit {
    private final SseToolListFilter events;

    ListTransit(SseToolListFilter events) {
        this.events = events;
    }

    @Override
    public boolean keepsLength() {
        return false;
    }

    @Override
    public Future<Buffer> chunk(Buffer chunk) {
        return Future.succeededFuture(chunk).map(events::feed);
    }

    @Override
    public Future<Buffer> end() {
        return Future.succeededFuture(events).map(SseToolListFilter::end);
    }
}
