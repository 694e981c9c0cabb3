package dev.turnpike.gateway.cli.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An MCP server on a free port that answers as a test says, and remembers what it was sent. */
final class StubUpstream implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer http;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** How a test answers one request; {@code message} is null for one without a body. */
    interface Script {
        void answer(HttpExchange exchange, JsonNode message) throws IOException;
    }

    StubUpstream(Script script) {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* backlog= */ 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stub-upstream");
            thread.setDaemon(true);
            return thread;
        }));
        http.createContext("/mcp", exchange -> {
            try (exchange) {
                JsonNode message = MAPPER.readTree(exchange.getRequestBody());
                requests.add(exchange.getRequestMethod() + " "
                        + message.path("method").asText());
                script.answer(exchange, message);
            }
        });
        http.start();
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void result(HttpExchange exchange, JsonNode message, String result) throws IOException {
        send(exchange, 200, "application/json", answer(message, result));
    }

    static String answer(JsonNode message, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + message.path("id") + ",\"result\":" + result + "}";
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    }

    /** HTTP method and JSON-RPC method of each request so far. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        http.stop(/* delay= */ 0);
    }
}
