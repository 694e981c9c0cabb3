package dev.turnpike.gateway.cli.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.turnpike.gateway.cli.scan.StubUpstream.Script;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class McpClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void fallsBackToTheHandshakeAndFollowsCursorsOverSse() {
        Script script = (exchange, message) -> {
            switch (message.path("method").asText()) {
                case "initialize" -> {
                    exchange.getResponseHeaders().set("Mcp-Session-Id", "s1");
                    sse(exchange, message, "{\"protocolVersion\":\"2025-06-18\",\"serverInfo\":{\"name\":\"old\"}}");
                }
                case "notifications/initialized" -> StubUpstream.send(exchange, 202, "application/json", "");
                case "tools/list" -> {
                    assertThat(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"))
                            .isEqualTo("s1");
                    assertThat(exchange.getRequestHeaders().getFirst("MCP-Protocol-Version"))
                            .isEqualTo("2025-06-18");
                    sse(
                            exchange,
                            message,
                            message.at("/params/cursor").isMissingNode()
                                    ? "{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"2\"}"
                                    : "{\"tools\":[{\"name\":\"b\"},{\"name\":\"a\"}]}");
                }
                default -> StubUpstream.send(exchange, 400, "text/plain", "no session");
            }
        };
        try (StubUpstream upstream = new StubUpstream(script)) {
            ToolListing listing = list(upstream, TIMEOUT);

            assertThat(listing.server()).isEqualTo("old");
            assertThat(listing.protocol()).isEqualTo("2025-06-18");
            assertThat(listing.tools()).extracting(Tool::name).containsExactly("a", "b");
            assertThat(upstream.requests())
                    .containsExactly(
                            "POST server/discover",
                            "POST initialize",
                            "POST notifications/initialized",
                            "POST tools/list",
                            "POST tools/list",
                            "DELETE ");
        }
    }

    @Test
    void readsNoFurtherThanTheAnswerOfAStreamThatStaysOpen() {
        CountDownLatch done = new CountDownLatch(1);
        Script script = (exchange, message) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            String result = message.path("method").asText().equals("server/discover")
                    ? "{\"supportedVersions\":[\"2026-07-28\"]}"
                    : "{\"tools\":[]}";
            String events =
                    ": hello\n\nid: 1\ndata:\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n"
                            + "event: message\ndata: " + StubUpstream.answer(message, result) + "\n\n";
            exchange.getResponseBody().write(events.getBytes(UTF_8));
            exchange.getResponseBody().flush();
            await(done);
        };
        try (StubUpstream upstream = new StubUpstream(script)) {
            assertThat(list(upstream, TIMEOUT).protocol()).isEqualTo("2026-07-28");
            done.countDown();
        }
    }

    @Test
    void endsABodyThatTakesTooLong() {
        CountDownLatch done = new CountDownLatch(1);
        Script script = (exchange, message) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(done);
        };
        try (StubUpstream upstream = new StubUpstream(script)) {
            assertThatThrownBy(() -> list(upstream, Duration.ofMillis(300)))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("did not answer within 0.3 s");
            done.countDown();
        }
    }

    @Test
    void refusesAListThatNeverEnds() {
        Script script = (exchange, message) -> StubUpstream.result(
                exchange,
                message,
                "{\"supportedVersions\":[\"2026-07-28\"],\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"again\"}");
        try (StubUpstream upstream = new StubUpstream(script)) {
            assertThatThrownBy(() -> list(upstream, TIMEOUT)).hasMessage("the upstream's tool list does not end");
        }
    }

    @Test
    void saysInOneLineWhatTheUpstreamDidWrong() {
        assertThat(failure((exchange, message) -> StubUpstream.send(exchange, 401, "application/json", "")))
                .isEqualTo("the upstream refused with HTTP 401; pass its credentials with"
                        + " `--header \"Authorization: env:NAME\"`");
        assertThat(failure((exchange, message) -> StubUpstream.send(exchange, 404, "text/html", "<html>")))
                .isEqualTo("the upstream answered `initialize` with HTTP 404; is this the URL of an MCP endpoint?");
        assertThat(failure((exchange, message) -> StubUpstream.send(exchange, 200, "text/html", "<html>")))
                .isEqualTo("the upstream answered `initialize` with HTTP 200 but no MCP result; is this the URL of an"
                        + " MCP endpoint?");
        assertThat(failure((exchange, message) -> StubUpstream.send(exchange, 200, "application/json", "{")))
                .endsWith("answered with malformed JSON");
        assertThat(failure((exchange, message) -> StubUpstream.send(
                        exchange, 200, "application/json", "{\"error\":{\"code\":-1,\"message\":\"busy\\u001b[2J\"}}")))
                .isEqualTo("the upstream answered `initialize` with: busy?[2J");
        assertThat(failure((exchange, message) -> {
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
                    StubUpstream.send(exchange, 307, "text/html", "");
                }))
                .isEqualTo("the upstream answered `initialize` with HTTP 307; is this the URL of an MCP endpoint?");
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/mcp");

        assertThatThrownBy(() -> new McpClient(new Wire(nobody, Map.of(), TIMEOUT)).list())
                .isInstanceOf(ScanException.class)
                .hasMessageStartingWith(nobody + " cannot be reached: ");
    }

    private static String failure(Script script) {
        try (StubUpstream upstream = new StubUpstream(script)) {
            list(upstream, TIMEOUT);
            return "no failure";
        } catch (ScanException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ToolListing list(StubUpstream upstream, Duration timeout) {
        return new McpClient(new Wire(upstream.url(), Map.of(), timeout)).list();
    }

    private static void sse(HttpExchange exchange, JsonNode message, String result) throws IOException {
        StubUpstream.send(
                exchange,
                200,
                "text/event-stream",
                "event: message\ndata: " + StubUpstream.answer(message, result) + "\n\n");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
