package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Deadlines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers that their clients have not taken yet, of one event loop: a client that lets them lie would have us keep them.
 * One that lies for too long is given up, and of too many whole ones the oldest. Confined to the event loop.
 */
final class Untaken {
    private static final int MOST = 4_096;
    private static final long MOST_BYTES = 32L << 20;
    /** A client that takes a long answer more slowly than this is too slow. */
    private static final int LEAST_BYTES_A_SECOND = 64 << 10;

    private final Deadlines deadlines;
    private final Duration patience;
    private final Map<HttpServerRequest, Integer> lying = new LinkedHashMap<>();
    private long bytes;

    /**
     * None yet.
     *
     * @param patience for a short answer to be taken; a long one is given more
     */
    Untaken(Deadlines deadlines, Duration patience) {
        this.deadlines = deadlines;
        this.patience = patience;
    }

    /**
     * The rest of an answer has been handed over.
     *
     * @param length of that rest
     * @param taken when it has left this node, or never will
     */
    void add(HttpServerRequest request, int length, Future<Void> taken) {
        if (taken.isComplete()) {
            return;
        }
        lying.put(request, length);
        bytes += length;
        Deadlines.Deadline deadline =
                deadlines.in(patience.plusSeconds(length / LEAST_BYTES_A_SECOND), () -> giveUp(request));
        taken.onComplete(done -> {
            deadline.cancel();
            forget(request);
        });
        while (lying.size() > 1 && (lying.size() > MOST || bytes > MOST_BYTES)) {
            giveUp(lying.keySet().iterator().next());
        }
    }

    /** An answer is held back until its client takes more of it, unless that takes too long; to be cancelled when it does. */
    Deadlines.Deadline stalls(HttpServerRequest request) {
        return deadlines.in(patience, () -> giveUp(request));
    }

    private void forget(HttpServerRequest request) {
        Integer length = lying.remove(request);
        bytes -= length == null ? 0 : length;
    }

    /** A stream of HTTP/2 alone, if its client takes others. */
    void giveUp(HttpServerRequest request) {
        forget(request);
        HttpConnection connection = request.connection();
        if (request.version() == HttpVersion.HTTP_2 && channel(connection).isWritable()) {
            request.response().reset();
        } else {
            cut(connection);
        }
    }

    /** Ends a connection, and does not wait for its client to take what was written, as {@code close} does. */
    static void cut(HttpConnection connection) {
        // The first handler is next to the socket: those after it would wait.
        ChannelFuture unused = channel(connection).pipeline().firstContext().close();
    }

    private static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }
}
