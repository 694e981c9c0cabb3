package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.Main;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of the calls that a node had answered when it was killed. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
final class KilledNodeTest {
    private static final int KILLS = 3;
    private static final int CLIENTS = 16;
    private static final int CALLS_BEFORE_A_KILL = 4_000;
    private static final Pattern TOOL = Pattern.compile("\"tool\":\"(t[0-9-]+)\"");
    private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private Path file;
    private int upstream;

    @BeforeEach
    void start() throws Exception {
        file = data.resolve("audit.jsonl");
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .putHeader("Content-Type", "application/json")
                                .end("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}")))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        upstream = server.actualPort();
        Files.writeString(resources.resolve("all.yaml"), """
                kind: Server
                name: s
                upstream: { url: "http://127.0.0.1:%d/mcp" }
                ---
                kind: Policy
                name: p
                document:
                  version: "1"
                  default: allow
                  tools: { "t*5": { action: deny } }
                ---
                kind: Grant
                name: g
                server: s
                policy: p
                """.formatted(upstream));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void everyCallThatWasAnsweredIsInTheFileIfThatIsWanted() throws Exception {
        for (int life = 0; life < KILLS; life++) {
            runAndKill(life, "true");
        }

        Set<String> missing = new HashSet<>(answered);
        missing.removeAll(recorded());
        assertThat(answered).hasSizeGreaterThan(KILLS * CALLS_BEFORE_A_KILL);
        assertThat(missing).isEmpty();
        assertThat(Spoken.of("audit", "verify", data.toString()).exitCode()).isZero();
    }

    private void runAndKill(int life, String beforeAnswer) throws Exception {
        Process node = node(beforeAnswer);
        List<Thread> clients = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8))) {
            JsonNode ready = new ObjectMapper().readTree(out.readLine());
            int before = answered.size();
            for (int client = 0; client < CLIENTS; client++) {
                String name = "t" + life + client + "-";
                Thread thread = new Thread(() -> call(ready, name));
                clients.add(thread);
                thread.start();
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> answered.size() - before > CALLS_BEFORE_A_KILL);
        } finally {
            node.destroyForcibly();
        }
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        for (Thread client : clients) {
            client.join();
        }
    }

    private Process node(String beforeAnswer) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "-o",
                        "json",
                        "--resources",
                        resources.toString(),
                        "--port",
                        "0",
                        "--management-port",
                        "0",
                        "--store",
                        "none",
                        "--audit-file",
                        file.toString(),
                        "--audit-before-answer",
                        beforeAnswer)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Calls one tool after the other until the node is gone; some are refused. */
    private void call(JsonNode ready, String name) {
        URI url = URI.create(ready.path("url").asText());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            for (int call = 0; ; call++) {
                String tool = name + call;
                String body =
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{}}}"
                                .formatted(tool);
                String head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + ready.path("token").asText()
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n";
                socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
                readAnswer(in);
                answered.add(tool);
            }
        } catch (IOException gone) {
            assertThat(gone).isNotNull();
        }
    }

    private static void readAnswer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the node is gone");
            }
            head.append((char) next);
        }
        var length = LENGTH.matcher(head.toString().toLowerCase(java.util.Locale.ROOT));
        assertThat(length.find()).isTrue();
        int expected = Integer.parseInt(length.group(1));
        if (in.readNBytes(expected).length < expected) {
            throw new IOException("the node is gone");
        }
    }

    private Set<String> recorded() throws IOException {
        Set<String> tools = new HashSet<>();
        TOOL.matcher(Files.readString(file, ISO_8859_1)).results().forEach(match -> tools.add(match.group(1)));
        return tools;
    }
}
