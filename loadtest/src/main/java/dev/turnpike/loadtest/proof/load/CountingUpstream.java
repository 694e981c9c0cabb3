package dev.turnpike.loadtest.proof.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.judge.Arrival;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Iterator;

/** An MCP server with one tool, which notes every call that reaches it: the judge's witness. */
public final class CountingUpstream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CallBook book;
    private final HttpServer server;

    private CountingUpstream(CallBook book, HttpServer server) {
        this.book = book;
        this.server = server;
    }

    /** Listens on a free port of {@code host}. */
    public static CountingUpstream start(Vertx vertx, String host, CallBook book) {
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(0));
        CountingUpstream upstream = new CountingUpstream(book, server);
        server.requestHandler(request -> request.body().onSuccess(body -> upstream.answer(request, body)));
        server.listen().await();
        return upstream;
    }

    public int port() {
        return server.actualPort();
    }

    private Future<Void> answer(HttpServerRequest request, Buffer body) {
        long now = System.currentTimeMillis();
        try {
            JsonNode message = JSON.readTree(body.getBytes());
            JsonNode arguments = message.path("params").path("arguments");
            book.arrived(new Arrival(
                    call(arguments),
                    arguments.path("grant").asText(),
                    arguments.path("amount").decimalValue().movePointRight(6).longValueExact(),
                    now,
                    request.remoteAddress().hostAddress()));
            return request.response()
                    .putHeader("Content-Type", "application/json")
                    .end("{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id")
                            + ",\"result\":{\"ran\":true,\"content\":[{\"type\":\"text\",\"text\":\"spent\"}]}}");
        } catch (IOException | ArithmeticException garbled) {
            return request.response().setStatusCode(400).end();
        }
    }

    private static long call(JsonNode arguments) {
        Iterator<String> names = arguments.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (name.startsWith(CallText.CALL)) {
                return CallText.call(name);
            }
        }
        throw new ArithmeticException("a call without a number");
    }

    @Override
    public void close() {
        server.close().await();
    }
}
