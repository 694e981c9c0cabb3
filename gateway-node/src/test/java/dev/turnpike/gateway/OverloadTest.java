package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than a node is to take at once: some are told to come back, the others notice nothing. */
final class OverloadTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String PONG = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final Queue<RecordingUpstream.Exchange> waiting = new ConcurrentLinkedQueue<>();
    private final Deque<Socket> sockets = new ArrayDeque<>();
    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start(@TempDir Path resources) throws IOException, TimeoutException {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(
                resources,
                upstream,
                "{\"version\":\"1\",\"default\":\"allow\"}",
                Map.of("max-requests", "2", "max-streams", "1", "max-connections", "5", "header-timeout", "1h"));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        gateway.close();
        upstream.close();
    }

    @Test
    void furtherRequestsAreToldToComeBackAndThoseUnderWayGoOn() throws IOException {
        upstream.answers(waiting::add);
        Socket first = send("POST", PING);
        send("POST", PING);
        Awaitility.await().until(() -> waiting.size() == 2);

        RawHttp.Answer third = gateway.post(PING);

        assertThat(third.status()).isEqualTo(503);
        assertThat(third.headers()).containsEntry("Retry-After", "1");
        assertThat(third.body()).contains("too many requests");
        waiting.remove().json(PONG);
        waiting.remove().json(PONG);
        assertThat(statusLine(first)).contains("200");
        upstream.answers(exchange -> exchange.json(PONG));
        Awaitility.await().until(() -> gateway.post(PING).status() == 200);
    }

    @Test
    void whoIsToldToComeBackKeepsTheConnection() throws IOException {
        upstream.answers(waiting::add);
        send("POST", PING);
        send("POST", PING);
        Awaitility.await().until(() -> waiting.size() == 2);

        Socket refused = send("POST", PING);
        RawHttp.Answer first = RawHttp.read(refused.getInputStream());
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.headers()).doesNotContainKey("Connection");
        waiting.forEach(exchange -> exchange.json(PONG));
        upstream.answers(exchange -> exchange.json(PONG));
        Awaitility.await().until(() -> {
            refused.getOutputStream().write((head("POST", PING) + "\r\n" + PING).getBytes(StandardCharsets.UTF_8));
            return RawHttp.read(refused.getInputStream()).status() == 200;
        });
    }

    @Test
    void aLongBodyThatNobodyWantsIsTheLastOfItsConnection() throws IOException {
        upstream.answers(waiting::add);
        send("POST", PING);
        send("POST", PING);
        Awaitility.await().until(() -> waiting.size() == 2);

        Socket refused =
                sending(head("POST", PING).replaceFirst("Content-Length: [0-9]+", "Content-Length: 70000") + "\r\n");
        assertThat(RawHttp.read(refused.getInputStream()).headers()).containsEntry("Connection", "close");
    }

    @Test
    void streamsHaveABoundOfTheirOwnAndTakeNoRoomOfRequests() throws IOException {
        upstream.answers(exchange -> exchange.request()
                .response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .write(": open\n\n"));
        Socket stream = send("GET", "");
        assertThat(statusLine(stream)).contains("200");

        RawHttp.Answer second = gateway.send(head("GET", ""), new byte[0]);

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.headers()).containsEntry("Retry-After", "1");
        assertThat(second.body()).contains("too many event streams");
        assertThat(upstream.received()).hasSize(1);
        upstream.answers(waiting::add);
        send("POST", PING);
        send("POST", PING);
        Awaitility.await().until(() -> waiting.size() == 2);
        waiting.forEach(exchange -> exchange.json(PONG));

        stream.close();
        upstream.answers(exchange -> exchange.events(": over\n\n"));
        Awaitility.await()
                .until(() -> gateway.send(head("GET", ""), new byte[0]).status() == 200);
    }

    @Test
    void aStreamThatAnUpstreamMakesOfAnAnswerCountsAsOne() throws IOException {
        upstream.answers(exchange -> exchange.request()
                .response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .write(": open\n\n"));
        String ask = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}";
        assertThat(statusLine(send("POST", ask))).contains("200");

        RawHttp.Answer second = gateway.post(ask);

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.body()).contains("too many event streams");
    }

    @Test
    void furtherConnectionsAreClosedUntilOthersAre() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(statusLine(sending("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")))
                    .contains("404");
        }

        Socket sixth = connect();
        assertThat(sixth.getInputStream().read()).isEqualTo(-1);

        sockets.removeFirst().close();
        upstream.answers(exchange -> exchange.json(PONG));
        Awaitility.await().ignoreExceptions().until(() -> gateway.post(PING).status() == 200);
    }

    private Socket send(String method, String body) throws IOException {
        return sending(head(method, body) + "\r\n" + body);
    }

    private Socket sending(String text) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.node().agentPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        return new String(line, StandardCharsets.UTF_8);
    }

    private static String head(String method, String body) {
        return method + " /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                + "\r\nAccept: application/json, text/event-stream\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n";
    }
}
