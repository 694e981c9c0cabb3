package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What the command line makes of a node that says what it is told to. */
@Timeout(60)
final class ApprovalsWatchTest {
    private static final String APPROVAL = """
            {"id":"a1","state":"%s","void":false,"grant":"alice","server":"shop","tool":"pay","rule":"/tools/pay",\
            "reason":"%s","policy":"careful","policyRevision":1,"requestedAt":"2026-01-01T00:00:00Z",\
            "expiresAt":"2026-01-01T01:00:00Z","revision":%d,"approvers":1,"agreed":[],"uses":1,"used":0,\
            "steps":[{"kind":"%s","at":"2026-01-01T00:00:00Z","person":"carol","note":""}],"url":"http://x/",\
            "arguments":{"text":"%s"}}""";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<HttpServerResponse> streams = new LinkedBlockingQueue<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile String approval = "";
    private HttpServer server;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        token = Files.writeString(directory.resolve("token"), "tpo_secret");
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void everyChangeIsALineAndALostConnectionIsOpenedAgain() throws Exception {
        Thread watch = watch();
        HttpServerResponse first = streams.take();
        event(first, approval("pending", 1, "requested"));
        await().until(() -> out.toString().lines().count() == 1);
        approval = approval("denied", 2, "denied");
        first.reset();

        HttpServerResponse second = streams.take();
        event(second, approval("denied", 2, "denied"));
        event(second, approval("approved", 3, "approved"));
        await().until(() -> out.toString().lines().count() == 3);
        watch.interrupt();
        watch.join();

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("\\d\\d:00:00  requested   a1  alice → shop/pay  needs a person"),
                        line -> assertThat(line).endsWith("denied      a1  alice → shop/pay  by carol"),
                        line -> assertThat(line).endsWith("approved    a1  alice → shop/pay  by carol"));
        assertThat(err.toString()).contains("opening it again");
    }

    @Test
    void scriptsGetAJsonObjectALine() throws Exception {
        Thread watch = watch("-o", "json");
        event(streams.take(), approval("pending", 1, "requested"));

        await().until(() -> out.toString().endsWith("\n"));
        watch.interrupt();
        watch.join();

        assertThat(new ObjectMapper().readTree(out.toString()).path("id").asText())
                .isEqualTo("a1");
    }

    @Test
    void othersAreFilteredOut() throws Exception {
        Thread watch = watch("--tool", "other");
        HttpServerResponse stream = streams.take();
        event(stream, approval("pending", 1, "requested"));
        event(
                stream,
                approval("pending", 1, "requested")
                        .replace("\"pay\"", "\"other\"")
                        .replace("a1", "a2"));

        await().until(() -> out.toString().contains("a2"));
        watch.interrupt();
        watch.join();

        assertThat(out.toString()).doesNotContain("a1");
    }

    @Test
    void textsOfAgentsDoNotDriveTheTerminal() throws Exception {
        approval = APPROVAL.formatted(
                "pending",
                "\\u001b[2J\\u009b31m\\u202e",
                1,
                "requested",
                "\\u001b[2J\\u009b\\u202eabc\\u00a0\\u3164 \\ud83d\\ude00");

        Spoken shown = approvals("show", "a1");
        Spoken json = approvals("show", "a1", "-o", "json");

        assertThat(shown.out())
                .contains(
                        "reason    ?[2J?31m?", "\"text\" : \"\\u001B[2J\\u009b\\u202eabc\\u00a0\\u3164 \uD83D\uDE00\"")
                .doesNotContain("\u001b", "\u009b", "\u202e");
        assertThat(json.out()).doesNotContain("\u001b", "\u009b", "\u202e");
        assertThat(new ObjectMapper().readTree(json.out()).path("reason").asText())
                .isEqualTo("\u001b[2J\u009b31m\u202e");
    }

    @Test
    void anApprovalIsOfWhatWasSeen() {
        approval = approval("pending", 7, "requested");

        assertThat(approvals("approve", "a1", "--note", "fine").exitCode()).isZero();

        assertThat(bodies).containsExactly("{\"note\":\"fine\",\"revision\":7}");
    }

    @Test
    void whatIsNoNodeIsSaidSo() {
        approval = "hello";

        Spoken spoken = approvals("show", "a1");

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.err()).contains("is no admin API (HTTP 200)");
    }

    private Spoken approvals(String command, String... more) {
        List<String> arguments = arguments(command);
        arguments.addAll(List.of(more));
        return Spoken.of(arguments.toArray(String[]::new));
    }

    private Thread watch(String... more) {
        List<String> arguments = arguments("list");
        arguments.add("--watch");
        arguments.addAll(List.of(more));
        CommandLine commandLine = Turnpike.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        Thread thread = new Thread(() -> commandLine.execute(arguments.toArray(String[]::new)), "watch");
        thread.start();
        return thread;
    }

    private List<String> arguments(String command) {
        return new ArrayList<>(List.of(
                "approvals",
                command,
                "--management",
                "http://127.0.0.1:" + server.actualPort(),
                "--token",
                "file:" + token));
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!"Bearer tpo_secret".equals(request.getHeader("Authorization"))) {
            response.setStatusCode(401).end();
        } else if (request.path().endsWith("/stream")) {
            response.setChunked(true).write(": hello\n\n");
            streams.add(response);
        } else if (request.path().endsWith("/approvals")) {
            response.end("{\"approvals\":[" + approval + "]}");
        } else {
            request.body().onSuccess(body -> {
                if (body.length() > 0) {
                    bodies.add(body.toString());
                }
                response.end(approval);
            });
        }
    }

    private static String approval(String state, int revision, String step) {
        return APPROVAL.formatted(state, "needs a person", revision, step, "hello");
    }

    private static void event(HttpServerResponse stream, String json) {
        stream.write("event: approval\ndata: " + json + "\n\n");
    }
}
