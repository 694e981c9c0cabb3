package dev.turnpike.loadtest.watch;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** What nodes talk to: an MCP server, a receiver of webhooks, a collector of audit records. Each can be told to fail. */
final class Surroundings implements AutoCloseable {
    private static final long SLOW_MILLIS = 15_000;

    private final Vertx vertx;
    private final HttpServer server;
    private volatile boolean upstreamFails;
    private volatile boolean webhookFails;
    private volatile boolean collectorFails;

    private Surroundings(Vertx vertx, String host) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)));
        server.listen(0, host).await();
    }

    /** Listens on a free port of {@code host}. */
    static Surroundings start(Vertx vertx, String host) {
        return new Surroundings(vertx, host);
    }

    int port() {
        return server.actualPort();
    }

    void upstream(boolean fails) {
        upstreamFails = fails;
    }

    void webhook(boolean fails) {
        webhookFails = fails;
    }

    void collector(boolean fails) {
        collectorFails = fails;
    }

    private void answer(HttpServerRequest request, Buffer body) {
        String path = request.path();
        if (path.startsWith("/hook")) {
            request.response().setStatusCode(webhookFails ? 500 : 204).end();
        } else if (path.startsWith("/v1/")) {
            request.response()
                    .setStatusCode(collectorFails ? 503 : 200)
                    .putHeader("Content-Type", "application/x-protobuf")
                    .end();
        } else if (upstreamFails) {
            request.response().setStatusCode(500).end();
        } else if (isSlow(body)) {
            vertx.setTimer(SLOW_MILLIS, over -> result(request));
        } else {
            result(request);
        }
    }

    private static boolean isSlow(Buffer body) {
        return body.slice(0, Math.min(body.length(), 200)).toString().contains("\"slow\"");
    }

    private static void result(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"free\",\"inputSchema\":{}},"
                                + "{\"name\":\"hidden\",\"inputSchema\":{}}],\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}}");
    }

    @Override
    public void close() {
        server.close().await();
    }
}
