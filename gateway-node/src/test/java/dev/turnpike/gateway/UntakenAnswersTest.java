package dev.turnpike.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestAuthority;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.tls.PemFiles;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask, and do not take what they are answered; they need no token for it. */
final class UntakenAnswersTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":{}}}";
    private static final String PONG = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
    private static final byte[] STRANGER = "GET /mcp/kestra HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
    /** Far more requests than the buffers of two sockets hold answers. */
    private static final int MANY = 300_000;

    private static final int STREAMS = 50;
    private static final long NOBODY_READS_MILLIS = 3_000;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingUpstream upstream;

    UntakenAnswersTest() throws TimeoutException {
        upstream = new RecordingUpstream();
    }

    private TestGateway start(String bodyTimeout, Map<String, String> further) throws Exception {
        upstream.answers(exchange -> exchange.json(PONG));
        Path resources = Files.createDirectory(directory.resolve("resources"));
        TestGateway.write(resources, upstream, "{\"version\":\"1\",\"default\":\"allow\"}");
        Map<String, String> settings =
                new HashMap<>(Map.of("max-requests", "5", "body-timeout", bodyTimeout, "header-timeout", "1h"));
        settings.putAll(further);
        return TestGateway.open(resources, settings);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whoTakesNoAnswersIsNotReadAndTakesNoRoomOfOthers() throws Exception {
        try (TestGateway gateway = start("1h", Map.of());
                SocketChannel stranger = stranger(gateway)) {
            assertThat(askUntilNobodyReads(stranger)).isLessThan(MANY);

            assertThat(gateway.post(PING).status()).isEqualTo(200);
        }
    }

    @Test
    void whoTakesNoAnswersLosesTheConnection() throws Exception {
        try (TestGateway gateway = start("200ms", Map.of());
                SocketChannel stranger = stranger(gateway)) {
            await().atMost(1, TimeUnit.MINUTES).until(() -> {
                try {
                    askUntilNobodyReads(stranger);
                    return false;
                } catch (IOException cutOff) {
                    return true;
                }
            });
        }
    }

    @Test
    void whoStopsReadingTheStreamOfAToolGivesItsPlaceToOthers() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (TestGateway gateway = start("1s", Map.of("max-requests", "1"));
                SocketChannel stranger = stranger(gateway)) {
            upstream.answers(exchange -> {
                HttpServerResponse events =
                        exchange.request().response().setChunked(true).putHeader("Content-Type", "text/event-stream");
                events.drainHandler(drained -> fill(events, sent));
                fill(events, sent);
            });
            stranger.write(ByteBuffer.wrap(("POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + TestGateway.ALICE + "\r\nContent-Type: application/json\r\n"
                            + "Accept: application/json, text/event-stream\r\nContent-Length: " + CALL.length()
                            + "\r\n\r\n" + CALL)
                    .getBytes(US_ASCII)));
            await().until(() -> sent.get() > 0);
            assertThat(gateway.post(PING).status()).isEqualTo(503);

            upstream.answers(exchange -> exchange.json(PONG));
            await().atMost(1, TimeUnit.MINUTES).until(() -> gateway.post(PING).status() == 200);
        }
    }

    private static void fill(HttpServerResponse events, AtomicInteger sent) {
        while (!events.writeQueueFull() && !events.closed()) {
            events.write("data: " + "x".repeat(16_000) + "\n\n");
            sent.incrementAndGet();
        }
    }

    @Test
    void streamsWhoseAnswersAreNotTakenTakeNoRoomOfOthersAndAreReset() throws Exception {
        TestAuthority authority = TestAuthority.create("authority");
        PemFiles files = TestAuthority.write(authority.issue(), directory);
        Map<String, String> tls = Map.of(
                "agent-tls-certificate", files.certificate().toString(),
                "agent-tls-key", files.key().toString());
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger reset = new AtomicInteger();
        try (TestGateway gateway = start("1s", tls)) {
            HttpClient stranger = vertx.createHttpClient(new HttpClientOptions()
                    .setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setInitialSettings(new Http2Settings().setInitialWindowSize(0)));
            for (int i = 0; i < STREAMS; i++) {
                stranger.request(HttpMethod.GET, gateway.node().agentPort(), "localhost", "/mcp/kestra")
                        .compose(HttpClientRequest::send)
                        .onSuccess(response -> {
                            answered.addAndGet(response.statusCode() == 401 ? 1 : 0);
                            response.exceptionHandler(
                                    failure -> reset.addAndGet(failure instanceof StreamResetException ? 1 : 0));
                            response.handler(part -> {});
                        });
            }

            await().atMost(1, TimeUnit.MINUTES).untilAtomic(answered, equalTo(STREAMS));
            await().atMost(1, TimeUnit.MINUTES).untilAtomic(reset, greaterThan(0));
        }
    }

    private static SocketChannel stranger(TestGateway gateway) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), gateway.node().agentPort()));
        channel.configureBlocking(false);
        return channel;
    }

    /** How many requests went out. */
    private static int askUntilNobodyReads(SocketChannel stranger) throws IOException {
        int asked = 0;
        try (Selector selector = Selector.open()) {
            stranger.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer request = ByteBuffer.wrap(STRANGER);
            while (asked < MANY && selector.select(NOBODY_READS_MILLIS) > 0) {
                selector.selectedKeys().clear();
                while (asked < MANY && stranger.write(request) > 0) {
                    if (!request.hasRemaining()) {
                        asked++;
                        request.rewind();
                    }
                }
            }
        }
        return asked;
    }
}
