package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Reply;
import dev.turnpike.gateway.pipeline.Transit;
import dev.turnpike.gateway.pipeline.UpstreamAnswer;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A short event stream that tells {@code turnpike doctor} whether what is in front of the node passes events on as they
 * come: {@value #EVENTS} events with pauses, then the end. It is asked for with a grant's token, at the URL where that
 * grant's streams are, reaches no upstream, and has the headers that an upstream's stream has, no better ones. Confined
 * to the request's event loop.
 */
final class StreamProbe implements ReadStream<Buffer> {
    /** The header of the request, and its value. */
    static final String HEADER = "Turnpike-Probe";

    static final String STREAM = "stream";

    private static final int EVENTS = 3;
    private static final long PAUSE_MILLIS = 400;

    private final Vertx vertx;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean begun;
    private int sent;
    private long timer = -1;

    private StreamProbe(Vertx vertx) {
        this.vertx = vertx;
    }

    static boolean isAsked(HttpServerRequest request) {
        return STREAM.equals(request.getHeader(HEADER));
    }

    static Reply reply(Vertx vertx) {
        StreamProbe probe = new StreamProbe(vertx);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaders.CACHE_CONTROL, "no-cache")
                .set(HEADER, STREAM);
        return new Reply.Streamed(new UpstreamAnswer(200, headers, probe, probe::stop), Transit.UNTOUCHED);
    }

    private void next() {
        sent++;
        if (handler != null) {
            handler.handle(Buffer.buffer("id: " + sent + "\ndata: " + sent + "\n\n"));
        }
        if (sent < EVENTS) {
            timer = vertx.setTimer(PAUSE_MILLIS, tick -> next());
        } else if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void stop() {
        vertx.cancelTimer(timer);
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> to) {
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> to) {
        handler = to;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> to) {
        endHandler = to;
        return this;
    }

    /** A few bytes need no brake. */
    @Override
    public ReadStream<Buffer> pause() {
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        if (!begun) {
            begun = true;
            next();
        }
        return this;
    }
}
