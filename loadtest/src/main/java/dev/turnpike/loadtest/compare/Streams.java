package dev.turnpike.loadtest.compare;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An upstream whose streams stay open after their first event, and whose answers are as long as anybody reads. */
final class Streams implements AutoCloseable {
    /** The server that nodes know it as. */
    static final String SERVER = "streams";

    /** What each stream begins with. */
    static final String FIRST = ": open";

    private static final Buffer CHUNK = Buffer.buffer("data: " + "x".repeat(16_000) + "\n\n");
    private static final long START_SECONDS = 10;

    private final Vertx vertx;
    private final HttpServer server;

    private Streams(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    static Streams start() {
        Vertx vertx = Vertx.vertx();
        try {
            return new Streams(
                    vertx,
                    vertx.createHttpServer()
                            .requestHandler(Streams::answer)
                            .listen(0, "127.0.0.1")
                            .await(START_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException late) {
            throw new ComparisonException("the upstream of the streams did not start");
        }
    }

    int port() {
        return server.actualPort();
    }

    private static void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.exceptionHandler(gone -> {});
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        if (request.method().equals(HttpMethod.GET)) {
            response.write(FIRST + "\n\n");
        } else {
            response.drainHandler(drained -> fill(response));
            fill(response);
        }
    }

    private static void fill(HttpServerResponse response) {
        while (!response.writeQueueFull() && !response.closed()) {
            response.write(CHUNK);
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}
