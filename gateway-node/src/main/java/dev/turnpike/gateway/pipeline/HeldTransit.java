package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call's own answer into the event stream that began before it: another stream's bytes pass, a JSON
 * document becomes the data of one event (HTML, "Server-sent events").
 */
final class HeldTransit implements Transit {
    private static final Buffer DATA = Buffer.buffer("data: ");
    private static final Buffer END = Buffer.buffer("\n\n");

    private @Nullable Transit inner;
    private boolean asItIs;
    private boolean begun;

    /** A message as an event. */
    static Buffer event(Buffer message) {
        return Buffer.buffer().appendBuffer(DATA).appendBuffer(lines(message)).appendBuffer(END);
    }

    /** From now on, chunks are those of the call's own answer. */
    void follow(Transit transit, boolean eventStream) {
        inner = transit;
        asItIs = eventStream;
    }

    @Override
    public boolean keepsLength() {
        return false;
    }

    @Override
    public boolean mustFinish() {
        return true;
    }

    @Override
    public Future<Buffer> chunk(Buffer chunk) {
        return inner == null
                ? Future.succeededFuture(chunk)
                : inner.chunk(chunk).map(this::framed);
    }

    @Override
    public Future<Buffer> end() {
        return inner == null
                ? Future.succeededFuture(Buffer.buffer())
                : inner.end().map(last -> asItIs ? last : framed(last).appendBuffer(END));
    }

    @Override
    public void aborted(boolean byClient) {
        if (inner != null) {
            inner.aborted(byClient);
        }
    }

    private Buffer framed(Buffer chunk) {
        if (asItIs || (begun && chunk.length() == 0)) {
            return chunk;
        }
        Buffer out = Buffer.buffer();
        if (!begun) {
            begun = true;
            out.appendBuffer(DATA);
        }
        return out.appendBuffer(lines(chunk));
    }

    /** A line break ends a line of data, and another one goes on; in JSON both are white space. */
    private static Buffer lines(Buffer json) {
        Buffer out = Buffer.buffer(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            byte b = json.getByte(i);
            if (b == '\n' || b == '\r') {
                out.appendByte((byte) '\n').appendBuffer(DATA);
            } else {
                out.appendByte(b);
            }
        }
        return out;
    }
}
