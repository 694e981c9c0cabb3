package dev.turnpike.gateway.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A small MCP server on a free loopback port, for {@code turnpike demo} and for tests: the 39 tools of a Kestra server,
 * canned answers that depend on the arguments, Streamable HTTP in both eras, no sessions.
 */
public final class DemoServer {
    /** The one path it serves. */
    public static final String PATH = "/mcp";

    private static final int MAX_BODY_BYTES = 1 << 20;

    private final DemoProtocol protocol = new DemoProtocol();
    private final HttpServer http;

    private DemoServer(Vertx vertx) {
        http = vertx.createHttpServer();
        http.requestHandler(this::handle);
    }

    /** Listens on 127.0.0.1. The server closes with its {@code vertx}, or earlier by {@link #close}. */
    public static Future<DemoServer> start(Vertx vertx) {
        DemoServer server = new DemoServer(vertx);
        return server.http.listen(/* port= */ 0, "127.0.0.1").map(server);
    }

    /** Where it is reached. */
    public String url() {
        return "http://127.0.0.1:" + http.actualPort() + PATH;
    }

    public Future<Void> close() {
        return http.close();
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String contentType = request.headers().get("Content-Type");
        if (!request.path().equals(PATH)) {
            response.setStatusCode(404).end();
        } else if (!fromHere(request.headers().get("Origin"))) {
            response.setStatusCode(403).end();
        } else if (!request.method().equals(HttpMethod.POST)) {
            response.setStatusCode(405).putHeader("Allow", "POST").end();
        } else if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            response.setStatusCode(415).end();
        } else {
            read(request);
        }
    }

    private void read(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY_BYTES) {
                request.handler(null);
                request.response().setStatusCode(413).end();
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                reply(request.response(), protocol.answer(request.headers(), body.getBytes()));
            }
        });
    }

    private static void reply(HttpServerResponse response, DemoProtocol.Reply reply) {
        response.setStatusCode(reply.status());
        ObjectNode body = reply.body();
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(body.toString());
        }
    }

    /** Browsers name the page that sent a request; only pages of this machine may (against DNS rebinding). */
    private static boolean fromHere(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            String host = URI.create(origin).getHost();
            return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
