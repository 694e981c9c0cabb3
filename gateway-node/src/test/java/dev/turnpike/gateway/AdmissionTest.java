package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, what is too much, and what never travels on; over a real socket. */
final class AdmissionTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static RecordingUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path resources) throws IOException, TimeoutException {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(
                resources,
                upstream,
                "{\"version\":\"1\",\"default\":\"allow\"}",
                Map.of("max-body", "64KiB", "header-timeout", "4s"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forget() {
        upstream.received().clear();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));
    }

    @Test
    void aMissingOrUnknownTokenIsAnsweredWithTheWayToAuthenticate() {
        for (String line : new String[] {"", "Authorization: Bearer tpk_nobody\r\n", "Authorization: Basic eDp5\r\n"}) {
            RawHttp.Answer answer = post("/mcp/kestra", line, PING);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().get("WWW-Authenticate"))
                    .startsWith(
                            "Bearer resource_metadata=\"http://localhost/.well-known/oauth-protected-resource/mcp/kestra\"");
        }
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void twoAuthorizationHeadersAreNone() {
        String twice = "Authorization: Bearer " + TestGateway.ALICE + "\r\n";
        assertThat(post("/mcp/kestra", twice + twice, PING).status()).isEqualTo(401);
    }

    @Test
    void aTokenIsGoodForItsOwnServerOnly() {
        RawHttp.Answer other = post("/mcp/kestra", "Authorization: Bearer " + TestGateway.BOB + "\r\n", PING);
        assertThat(other.status()).isEqualTo(401);
        assertThat(post("/mcp/other", "Authorization: Bearer " + TestGateway.BOB + "\r\n", PING)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownServerOrPathIsNotFound() {
        assertThat(post("/mcp/nowhere", alice(), PING).status()).isEqualTo(404);
        assertThat(post("/mcp/kestra/more", alice(), PING).status()).isEqualTo(404);
        assertThat(post("/", alice(), PING).status()).isEqualTo(404);
        assertThat(post("/mcp/%6bestra", alice(), PING).status()).isEqualTo(404);
    }

    @Test
    void theMetadataOfAServerNeedsNoToken() {
        RawHttp.Answer answer = gateway.send(
                "GET /.well-known/oauth-protected-resource/mcp/kestra HTTP/1.1\r\nHost: localhost\r\n", new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"resource\":\"http://localhost/mcp/kestra\"");
    }

    @Test
    void anotherMethodIsNotAllowed() {
        RawHttp.Answer answer = gateway.send("PUT /mcp/kestra HTTP/1.1\r\nHost: localhost\r\n" + alice(), new byte[0]);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().get("Allow")).isEqualTo("GET, POST, DELETE");
    }

    @Test
    void aHostWithoutAnyNameIsRefused() {
        String noName = "PUT /mcp/kestra HTTP/1.1\r\nHost:\r\n" + alice();
        assertThat(gateway.send(noName, new byte[0]).status()).isEqualTo(403);
        post("/mcp/kestra", alice(), PING);
        assertThat(gateway.send(noName, new byte[0]).status()).isEqualTo(403);
    }

    @Test
    void aForeignHostOrOriginIsForbidden() {
        RawHttp.Answer host = gateway.send("GET /mcp/kestra HTTP/1.1\r\nHost: evil.example\r\n" + alice(), new byte[0]);
        assertThat(host.status()).isEqualTo(403);
        assertThat(post("/mcp/kestra", alice() + "Origin: http://evil.example\r\n", PING)
                        .status())
                .isEqualTo(403);
        assertThat(post("/mcp/kestra", alice() + "Origin: null\r\n", PING).status())
                .isEqualTo(403);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void anAllowedOriginMayReadTheAnswer() {
        RawHttp.Answer answer = post("/mcp/kestra", alice() + "Origin: http://localhost:3000\r\n", PING);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
    }

    @Test
    void aBodyBeyondTheCapIsTooLarge() {
        String large =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"" + "x".repeat(70_000) + "\"}}";
        assertThat(post("/mcp/kestra", alice(), large).status()).isEqualTo(413);
        byte[] chunked = (Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        RawHttp.Answer answer = gateway.send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n" + alice(),
                chunked);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aConnectionThatAsksForNothingIsClosed() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.node().agentPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("POST /mcp/kestra HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void credentialsAndCookiesOfTheClientStayHere() {
        upstream.answers(exchange -> {
            exchange.request().response().putHeader("Set-Cookie", "upstream=1").putHeader("WWW-Authenticate", "Basic");
            exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        });
        RawHttp.Answer answer = post(
                "/mcp/kestra",
                alice() + "Cookie: a=b\r\nProxy-Authorization: Basic eDp5\r\nX-Api-Key: mine\r\nX-Other: 1\r\n"
                        + "X-Forwarded-For: 1.2.3.4\r\nMcp-Session-Id: s-1\r\ntraceparent: " + TRACE + "\r\n",
                PING);
        MultiMap sent = upstream.received().get(0).headers();
        assertThat(sent.names())
                .doesNotContain("Authorization", "Cookie", "Proxy-Authorization", "X-Other", "X-Forwarded-For");
        assertThat(sent.getAll("X-Api-Key")).containsExactly("upstream-secret");
        assertThat(sent.get("Mcp-Session-Id")).isEqualTo("s-1");
        assertThat(sent.get("traceparent")).isEqualTo(TRACE);
        assertThat(answer.headers()).doesNotContainKeys("Set-Cookie", "WWW-Authenticate");
    }

    private static String alice() {
        return "Authorization: Bearer " + TestGateway.ALICE + "\r\n";
    }

    private static RawHttp.Answer post(String path, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return gateway.send(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + bytes.length + "\r\n" + headers,
                bytes);
    }
}
