package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.cli.status.ClusterWatch;
import dev.turnpike.gateway.cli.status.StatusReader;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A cluster of two stubs, of which one goes away and comes back. */
@Timeout(60)
final class StatusWatchTest {
    private final Vertx vertx = Vertx.vertx();
    private final StringWriter out = new StringWriter();
    private final AtomicInteger exitCode = new AtomicInteger(-1);
    private HttpServer n1;
    private HttpServer n2;
    private volatile boolean n2Named = true;

    @BeforeEach
    void start() {
        n1 = serve("n1", 0);
        n2 = serve("n2", 0);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aNodeThatGoesAwayIsShownUntilItIsBack() throws Exception {
        Thread watch = command("-o", "json");
        await().until(() -> lastLine().path("well").asBoolean());
        int port = n2.actualPort();

        n2.close().await();
        n2Named = false; // the cluster has noticed, and names it no more
        await().until(() -> lastLine().at("/nodes/1/name").asText().equals("n2")
                && lastLine().at("/nodes/1/reason").asText().contains("refused"));
        assertThat(lastLine().path("problems").toString()).contains("n2 at http://127.0.0.1:" + port);
        n2Named = true;
        n2 = serve("n2", port);
        await().until(() -> lastLine().path("well").asBoolean());
        watch.interrupt();
        watch.join();

        assertThat(exitCode).hasValue(0);
        assertThat(lastLine().path("time").asText()).endsWith("Z");
    }

    @Test
    void itGoesOnWhenTheNodeThatWasAskedFirstIsGoneAndEndsAsItLookedLast() throws Exception {
        Thread watch = command();
        await().until(() -> out.toString().contains("all is well"));

        n1.close().await();
        await().until(() -> out.toString().contains("problem: n1 at " + url(n1) + " does not answer"));
        assertThat(out.toString().substring(out.toString().lastIndexOf("NODE"))).contains("n2    yes");
        watch.interrupt();
        watch.join();

        assertThat(exitCode).hasValue(1);
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void aTerminalIsDrawnOverLineByLineAndGivenBackWithTheLastPicture() throws Exception {
        StatusWatch pictures = new StatusWatch(
                new ClusterWatch(new StatusReader(Optional.empty()), URI.create(url(n1))),
                StatusWatch.Form.PICTURE,
                Duration.ofMillis(50),
                new Colours(/* on= */ false),
                InstantSource.system(),
                new PrintWriter(out));
        Thread watch = new Thread(() -> exitCode.set(pictures.run()), "watch");
        watch.start();
        await().until(() -> out.toString().split("\u001b\\[1;1H", -1).length > 3);
        watch.interrupt();
        watch.join();

        String drawn = out.toString();
        String body = drawn.substring(0, drawn.indexOf("\u001b[?1049l"));
        assertThat(drawn.split("\u001b\\[2J", -1))
                .as("cleared once, then drawn over")
                .hasSize(2);
        assertThat(body)
                .doesNotContain("\n")
                .contains("\u001b[K\u001b[3;1HNODE")
                .contains("\u001b[J\u001b[1;1H");
        assertThat(drawn.substring(body.length()))
                .startsWith("\u001b[?1049l")
                .contains("NODE", "all is well\n")
                .doesNotContain("\u001b[3");
        assertThat(exitCode).hasValue(0);
    }

    @Test
    void aPauseThatIsNoneIsExitCode2() {
        Spoken spoken = Spoken.of("status", "--watch", "--every", "10ms");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("--every: `10ms` (expected: 500ms to 1h, such as `2s`)");
    }

    private Thread command(String... more) {
        CommandLine commandLine = Turnpike.commandLine()
                .setOut(new PrintWriter(out))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"status", "--watch", "--every", "500ms", "--management=" + url(n1)}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        Thread thread = new Thread(() -> exitCode.set(commandLine.execute(arguments)), "watch");
        thread.start();
        return thread;
    }

    private JsonNode lastLine() throws Exception {
        String[] lines = out.toString().split("\n", -1);
        return new ObjectMapper().readTree(lines.length < 2 ? "{}" : lines[lines.length - 2]);
    }

    private HttpServer serve(String name, int port) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end(status(name)))
                .listen(port, "127.0.0.1")
                .await();
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private String status(String name) {
        String members = n2Named ? member("n1", n1) + "," + member("n2", n2) : member("n1", n1);
        return """
                {"node":"%s","version":"1.0","ready":true,"reason":"","registryRevision":1,
                "grid":{"kind":"hazelcast","clusterName":"local","size":2,"quorum":2,"shards":12,"available":true,
                "partitionsSafe":true,"lostShards":0,"members":[%s]},"store":{"kind":"none"},"counters":[]}""".formatted(name, members);
    }

    private static String member(String name, HttpServer server) {
        return "{\"name\":\"%s\",\"address\":\"127.0.0.1:1\",\"management\":\"%s\"}".formatted(name, url(server));
    }
}
