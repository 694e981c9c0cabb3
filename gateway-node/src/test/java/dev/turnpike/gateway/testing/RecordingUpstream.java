package dev.turnpike.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An MCP server of a test: remembers every request that reached it, and answers as it is told. */
public final class RecordingUpstream implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final String scheme;
    private final HttpServer server;
    private volatile Handler<Exchange> answer = exchange -> exchange.json("{}");

    /** A request as it arrived. */
    public record Received(String method, MultiMap headers, Buffer body) {}

    /** A request that waits for its answer. */
    public record Exchange(HttpServerRequest request, Buffer body) {
        /** Answers with a JSON body. */
        public void json(String body) {
            request.response().putHeader("Content-Type", "application/json").end(body);
        }

        /** Answers with an event stream that ends. */
        public void events(String stream) {
            request.response().putHeader("Content-Type", "text/event-stream").end(stream);
        }
    }

    public RecordingUpstream() throws TimeoutException {
        this(new HttpServerOptions());
    }

    /** One with TLS, for example. */
    public RecordingUpstream(HttpServerOptions options) throws TimeoutException {
        scheme = options.isSsl() ? "https" : "http";
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(new Received(
                            request.method().name(),
                            MultiMap.caseInsensitiveMultiMap().addAll(request.headers()),
                            body));
                    answer.handle(new Exchange(request, body));
                }))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.actualPort() + "/mcp";
    }

    /** What happens to the next requests; runs on an event loop. */
    public void answers(Handler<Exchange> next) {
        answer = next;
    }

    public List<Received> received() {
        return received;
    }

    @Override
    public void close() {
        try {
            vertx.close().await(10, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }
}
