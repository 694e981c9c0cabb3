package dev.turnpike.gateway.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for nginx, in a real nginx before a real node. */
final class NginxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"arguments\":{}}}";
    private static final String OPEN = "{\"version\":\"1\",\"default\":\"allow\"}";
    private static final int CALLS = 12;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void eventsArriveAsTheyComeAndTheEndOfTheClientReachesTheServer() throws Exception {
        CompletableFuture<RecordingUpstream.Exchange> asked = new CompletableFuture<>();
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        Path resources = Files.createDirectory(directory.resolve("resources"));
        try (RecordingUpstream upstream = new RecordingUpstream();
                TestGateway gateway = TestGateway.start(resources, upstream, OPEN);
                Nginx nginx = Nginx.start(directory, gateway.node().agentPort())) {
            upstream.answers(exchange -> {
                exchange.request()
                        .response()
                        .putHeader("Content-Type", "text/event-stream")
                        .setChunked(true);
                exchange.request().connection().closeHandler(closed -> left.complete(true));
                exchange.request().response().write(event("first"));
                asked.complete(exchange);
            });
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nginx.port())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write(request().getBytes(UTF_8));
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                RecordingUpstream.Exchange exchange = asked.get(20, TimeUnit.SECONDS);

                // Each is read before the server says more.
                assertThat(until(in, "first")).contains("text/event-stream");
                exchange.request().response().write(event("second")).await(10, TimeUnit.SECONDS);
                until(in, "second");
                assertThat(left).isNotDone();
            }

            assertThat(left.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(upstream.received()).hasSize(1);
        }
    }

    @Test
    void noCallIsSentTwiceThoughItsNodeDiesAndOneThatRefusesConnectionsIsPassedOver() throws Exception {
        try (RecordingUpstream alive = new RecordingUpstream();
                DyingServer dying = new DyingServer();
                Nginx nginx = Nginx.start(directory, nobody(), dying.port(), port(alive))) {
            List<Integer> answers = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                for (int call = 0; call < CALLS; call++) {
                    answers.add(RawHttp.send(
                                    nginx.port(),
                                    "POST /mcp/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + CALL.length()
                                            + "\r\n",
                                    CALL.getBytes(UTF_8))
                            .status());
                }
                return dying.received() > 0;
            });

            assertThat(answers).containsOnly(200, 502);
            assertThat(answers).filteredOn(status -> status == 502).hasSize(dying.received());
            assertThat(answers).filteredOn(status -> status == 200).hasSameSizeAs(alive.received());
        }
    }

    @Test
    void nginxTakesTheExampleAlsoWithTls() throws Exception {
        writeCertificate();
        String tls = Files.readString(Nginx.EXAMPLE.resolveSibling("tls.conf"))
                .replace("/etc/turnpike/tls", directory.toString());
        Files.writeString(directory.resolve("tls.conf"), tls);
        Path config = Files.writeString(
                directory.resolve("nginx.conf"),
                Files.readString(Nginx.EXAMPLE).replace("# include tls.conf;", "include tls.conf;"));

        for (Path each : List.of(Nginx.EXAMPLE, config)) {
            String[] command = Stream.concat(Nginx.command(directory, each).stream(), Stream.of("-t"))
                    .toArray(String[]::new);
            assertThat(Programs.run(0, command)).contains("test is successful").doesNotContain("[emerg]");
        }
        assertThat(Files.readString(config)).contains("        include tls.conf;");
    }

    private static String request() {
        return "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: "
                + CALL.length() + "\r\n\r\n" + CALL;
    }

    private static String event(String text) {
        return "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\""
                + text + "\"}}\n\n";
    }

    private static String until(BufferedReader in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            read.append(line).append('\n');
            if (line.contains(text)) {
                return read.toString();
            }
        }
        throw new AssertionError("the connection ended after: " + read);
    }

    private static int port(RecordingUpstream upstream) {
        return java.net.URI.create(upstream.url()).getPort();
    }

    /** A port at which nothing listens. */
    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void writeCertificate() throws Exception {
        Path store = directory.resolve("store.p12");
        Programs.run(
                0,
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Key key = keys.getKey("a", "changeit".toCharArray());
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(
                directory.resolve("certificate.pem"),
                pem("CERTIFICATE", keys.getCertificate("a").getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
