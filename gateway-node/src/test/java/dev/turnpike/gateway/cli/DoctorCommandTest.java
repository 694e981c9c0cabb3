package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One real node, examined through the command. */
@Timeout(60)
final class DoctorCommandTest {
    @TempDir
    static Path directory;

    private static final Vertx VERTX = Vertx.vertx();
    private static RecordingUpstream upstream;
    private static TestGateway gateway;
    private static Path token;

    @BeforeAll
    static void start() throws Exception {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(
                Files.createDirectory(directory.resolve("resources")),
                upstream,
                "{\"version\":\"1\",\"default\":\"deny\"}",
                Map.of("audit-file", directory.resolve("audit.jsonl").toString()));
        token = Files.writeString(directory.resolve("token"), TestGateway.ALICE);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
        VERTX.close().await();
    }

    @Test
    void aNodeIsExaminedCheckByCheck() throws Exception {
        Spoken spoken =
                doctor("--management", management(), "--agents", agents(), "--token", "file:" + token, "-o", "json");

        Map<String, String> verdicts = new java.util.HashMap<>();
        json(spoken)
                .path("checks")
                .forEach(check -> verdicts.put(
                        check.path("check").asText(), check.path("verdict").asText()));
        assertThat(verdicts)
                .as(spoken.out())
                .containsEntry("nodes", "ok")
                .containsEntry("ready", "ok")
                .containsEntry("size", "ok")
                .containsEntry("clocks", "ok")
                .containsEntry("settings", "ok")
                .containsEntry("management-port", "ok")
                .containsEntry("store", "warning")
                .containsEntry("processors", "ok")
                .containsEntry("java", "ok")
                .containsEntry("agent-url", "ok")
                .containsEntry("headers", "ok")
                .containsEntry("event-streams", "ok")
                .containsEntry("tokens", "not checked")
                .containsEntry("certificates", "not checked");
        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(upstream.received()).as("reached the upstream").isEmpty();
    }

    @Test
    void peopleGetALineForEachCheckAndWhatToMend() {
        Spoken spoken = doctor("--management", management(), "--lenient");

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out().lines())
                .anyMatch(line -> line.matches("ok +nodes +the node answers"))
                .anyMatch(line -> line.matches("warning +store +there is none: a restart forgets .*"))
                .anyMatch(line -> line.matches(" +mend: set `store` to a file or a PostgreSQL database"))
                .anyMatch(line -> line.matches("not checked +agent-url +give the URL .*"));
        assertThat(spoken.out()).containsPattern("\\d+ ok, \\d+ warnings, 0 problems, \\d+ not checked\n$");
    }

    @Test
    void aBalancerThatGathersEventsIsFoundOut() throws Exception {
        HttpClient client = VERTX.createHttpClient();
        HttpServer balancer = VERTX.createHttpServer()
                .requestHandler(request -> gather(client, request))
                .listen(0, "127.0.0.1")
                .await();

        Spoken spoken = doctor(
                "--management", management(),
                "--agents", "http://127.0.0.1:" + balancer.actualPort() + "/mcp/kestra",
                "--token", "file:" + token);

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out())
                .containsPattern("problem +event-streams +events that are sent 800 ms apart come together")
                .containsPattern("warning +agent-url +the nodes tell clients that they are http://127.0.0.1:"
                        + gateway.node().agentPort());
    }

    @Test
    void theProbeNeedsAGrantOfTheServer() throws Exception {
        assertThat(probe("kestra", TestGateway.BOB)).isEqualTo(401);
        assertThat(probe("nowhere", TestGateway.ALICE)).isEqualTo(404);
        assertThat(probe("kestra", TestGateway.ALICE)).isEqualTo(200);
    }

    @Test
    void whatEverybodyCanReadHasNoSecretsAndNoPaths() throws Exception {
        String status = java.net.http.HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(management() + "/statusz"))
                                .build(),
                        BodyHandlers.ofString())
                .body();

        assertThat(status)
                .contains("\"maxHeapBytes\":", "\"settings\":{", "\"clock\":\"20")
                .doesNotContain(directory.toString(), "tpk_", "tpo_", "upstream-secret");
    }

    @Test
    void settingsAreExaminedWithoutANode() {
        Spoken spoken = doctor(
                "--grid", "hazelcast",
                "--cluster-size", "3",
                "--member-host", "203.0.113.7",
                "--members", "127.0.0.1",
                "--audit-file", directory.resolve("other.jsonl").toString());

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out())
                .containsPattern("not checked +nodes +no running cluster was asked")
                .containsPattern("problem +member-port +`member-host` is 203.0.113.7, a public address")
                .containsPattern("warning +store +there is none: if all nodes stop at once")
                .containsPattern("warning +tokens +neither `operators` nor `admin-token` is set");
        assertThat(directory.resolve("other.jsonl")).doesNotExist();
    }

    @Test
    void whatCannotBeExaminedIsExitCode2() {
        assertThat(doctor("--management", "http://127.0.0.1:1"))
                .satisfies(spoken -> assertThat(spoken.exitCode()).isEqualTo(2))
                .satisfies(spoken -> assertThat(spoken.err()).contains("does not answer"));
        assertThat(doctor("--max-body", "many").exitCode()).isEqualTo(2);
        assertThat(doctor("--admin-token", "my-very-own-token"))
                .satisfies(spoken -> assertThat(spoken.exitCode()).isEqualTo(2))
                .satisfies(spoken -> assertThat(spoken.err())
                        .contains("not a reference to a secret")
                        .doesNotContain("my-very-own"));
        assertThat(doctor("--management", management(), "--agents", agents(), "--token", "tpk_clear"))
                .satisfies(spoken -> assertThat(spoken.exitCode()).isEqualTo(2))
                .satisfies(spoken -> assertThat(spoken.err())
                        .contains("--token: no reference")
                        .doesNotContain("tpk_clear"));
    }

    /** What a balancer does that waits for the end of an answer; with a Host of its own, too. */
    private static void gather(HttpClient client, HttpServerRequest request) {
        request.pause();
        client.request(request.method(), gateway.node().agentPort(), "127.0.0.1", request.uri())
                .compose(onward -> {
                    request.headers().forEach((name, value) -> {
                        if (!name.equalsIgnoreCase("Host")) {
                            onward.putHeader(name, value);
                        }
                    });
                    return onward.send();
                })
                .compose(answer -> answer.body().map(body -> {
                    request.response().setStatusCode(answer.statusCode());
                    answer.headers().forEach((name, value) -> {
                        if (!name.equalsIgnoreCase("Transfer-Encoding")) {
                            request.response().putHeader(name, value);
                        }
                    });
                    return body;
                }))
                .onSuccess(body -> request.response().end(body))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private static int probe(String server, String grantToken) throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + gateway.node().agentPort() + "/mcp/" + server))
                                .header("Authorization", "Bearer " + grantToken)
                                .header("Turnpike-Probe", "stream")
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String management() {
        return "http://127.0.0.1:" + gateway.node().managementPort();
    }

    private static String agents() {
        return "http://127.0.0.1:" + gateway.node().agentPort() + "/mcp/kestra";
    }

    private static JsonNode json(Spoken spoken) throws Exception {
        return new ObjectMapper().readTree(spoken.out());
    }

    private static Spoken doctor(String... options) {
        List<String> arguments = new ArrayList<>(List.of("doctor"));
        Stream.of(options).forEach(arguments::add);
        return Spoken.of(arguments.toArray(String[]::new));
    }
}
