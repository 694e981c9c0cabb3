package dev.turnpike.loadtest.simulation;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An MCP server on a free loopback port that answers at once and counts the calls that reach it: the judge of a run. */
final class InstantUpstream implements AutoCloseable {
    private static final long SECONDS = 10;
    private static final Buffer RESULT = Buffer.buffer("""
            {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"done"}],"isError":false}}""");
    private static final Buffer TOOLS =
            Buffer.buffer(Stream.of("unlimited", "denied", "conditional", "limited", "ample")
                    .map("""
                    {"name":"%s","description":"a tool under load","inputSchema":{"type":"object"}}"""::formatted)
                    .collect(Collectors.joining(",", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[", "]}}")));

    private final LongAdder calls = new LongAdder();
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final HttpServer server;

    private InstantUpstream() {
        server = vertx.createHttpServer().requestHandler(this::answer);
    }

    static InstantUpstream start() {
        InstantUpstream upstream = new InstantUpstream();
        try {
            upstream.server.listen(/* port= */ 0, "127.0.0.1").await(SECONDS, TimeUnit.SECONDS);
            return upstream;
        } catch (TimeoutException late) {
            upstream.close();
            throw new IllegalStateException("the upstream does not start", late);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/mcp";
    }

    /** How many tool calls have arrived. */
    long calls() {
        return calls.sum();
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            boolean isCall = body.toString().contains("\"tools/call\"");
            if (isCall) {
                calls.increment();
            }
            request.response().putHeader("Content-Type", "application/json").end(isCall ? RESULT : TOOLS);
        });
    }

    @Override
    public void close() {
        try {
            vertx.close().await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the upstream does not close", late);
        }
    }
}
