package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node behind nginx: with its defaults, with compression of event streams, and with what a node needs. */
@Timeout(60)
final class DoctorIT {
    private static final String CONFIG = """
            daemon off; master_process off; pid %1$s/nginx.pid; error_log stderr crit;
            events { worker_connections 64; }
            http {
              access_log off; client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
              uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              server { listen 127.0.0.1:%2$d; location / {
                proxy_pass http://127.0.0.1:%3$d; proxy_set_header Host $http_host; } }
              server { listen 127.0.0.1:%5$d; gzip on; gzip_types text/event-stream; gzip_min_length 0; gzip_proxied any;
                location / { proxy_pass http://127.0.0.1:%3$d; proxy_set_header Host $http_host; } }
              server { listen 127.0.0.1:%4$d; large_client_header_buffers 4 32k; location / {
                proxy_pass http://127.0.0.1:%3$d; proxy_http_version 1.1; proxy_set_header Host $http_host;
                proxy_buffering off; } }
            }
            """;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void whatNginxGathersOrRefusesIsFoundOut() throws Exception {
        int usual = freePort();
        int mended = freePort();
        int compressing = freePort();
        try (RecordingUpstream upstream = new RecordingUpstream();
                TestGateway gateway = TestGateway.start(
                        Files.createDirectory(directory.resolve("resources")),
                        upstream,
                        "{\"version\":\"1\",\"default\":\"deny\"}",
                        Map.of())) {
            Path token = Files.writeString(directory.resolve("token"), TestGateway.ALICE);
            Path config = Files.writeString(
                    directory.resolve("nginx.conf"),
                    CONFIG.formatted(directory, usual, gateway.node().agentPort(), mended, compressing));
            Process nginx = new ProcessBuilder(
                            nginx(), "-p", directory.toString(), "-c", config.toString(), "-e", "stderr")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("nginx.log").toFile())
                    .start();
            try {
                await().untilAsserted(() -> assertThat(answers(mended))
                        .as(Files.readString(directory.resolve("nginx.log"), UTF_8))
                        .isTrue());

                assertThat(doctor(gateway, compressing, token))
                        .containsPattern("problem +event-streams +events that are sent 800 ms apart come together");
                assertThat(doctor(gateway, usual, token))
                        .containsPattern("ok +event-streams")
                        .containsPattern("warning +headers +12 KiB of headers, which the nodes take, are answered 400")
                        .containsPattern("ok +agent-url");
                assertThat(doctor(gateway, mended, token))
                        .containsPattern("ok +event-streams")
                        .containsPattern("ok +headers")
                        .containsPattern("ok +agent-url");
            } finally {
                nginx.destroy();
                nginx.waitFor();
            }
        }
    }

    private static String doctor(TestGateway gateway, int port, Path token) {
        return Spoken.of(
                        "doctor",
                        "--management",
                        "http://127.0.0.1:" + gateway.node().managementPort(),
                        "--agents",
                        "http://127.0.0.1:" + port + "/mcp/kestra",
                        "--token",
                        "file:" + token)
                .out();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String nginx() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), List.of("/usr/sbin", "/usr/local/sbin").stream())
                .map(place -> Path.of(place, "nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("nginx is not installed: on Debian `apt-get install nginx-light`"))
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
