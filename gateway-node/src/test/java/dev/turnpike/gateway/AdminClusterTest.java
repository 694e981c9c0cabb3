package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.ManagementClient.Answer;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to the documents of three nodes. */
final class AdminClusterTest {
    private static final String APPLY = "/admin/v1/apply";
    private static final String GRANT = "/admin/v1/resources/grant/eve";
    private static final String EVE = "tpk_eve-eve-eve-eve-eve-eve-eve-eve-eve-eve-eve";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"look\",\"arguments\":{}}}";

    @TempDir
    Path resources;

    private RecordingUpstream upstream;
    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        cluster = TestCluster.start(3, resources, upstream, "{\"version\":\"1\",\"default\":\"allow\"}");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        upstream.close();
    }

    @Test
    void whatIsAcknowledgedAtOneNodeIsInForceAtEveryNodeForTheNextRequest() {
        for (int round = 0; round < 10; round++) {
            int node = round % 3;
            assertThat(admin(node).post(APPLY, grant("false")).status()).isEqualTo(200);
            assertThat(calls()).containsOnly(200);
            assertThat(admin((node + 1) % 3).post(APPLY, grant("true")).status())
                    .isEqualTo(200);
            assertThat(calls()).containsOnly(401);
            assertThat(admin(node).post(APPLY, grant("false")).status()).isEqualTo(200);
            assertThat(calls()).containsOnly(200);
            assertThat(admin((node + 2) % 3).with("DELETE", GRANT, "").status()).isEqualTo(200);
            assertThat(calls()).containsOnly(401);
        }
    }

    @Test
    void ofChangesThatNodesMakeForOneRevisionOneIsDone() {
        for (int round = 0; round < 10; round++) {
            String tag = admin(0).get("/admin/v1/resources").header("ETag");
            int number = round;
            List<Integer> statuses = IntStream.range(0, 3)
                    .mapToObj(node -> CompletableFuture.supplyAsync(
                            () -> admin(node).with("POST", APPLY, policy("p" + number + "-" + node), "If-Match", tag)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .map(Answer::status)
                    .sorted()
                    .toList();
            assertThat(statuses).containsExactly(200, 412, 412);
        }
    }

    @Test
    void aPinnedGrantKeepsItsRevisionAtEveryNodeAndWhatIsPinnedCanBePutBack() {
        String careful = "/admin/v1/resources/policy/p";
        assertThat(admin(0).post(APPLY, policy("p")).status()).isEqualTo(200);
        String first = admin(1).get(careful).header("ETag").replace("\"", "");
        assertThat(admin(1).post(APPLY, grant("false").replace("tested", "p@" + first))
                        .status())
                .isEqualTo(200);
        assertThat(admin(2).post(APPLY, policy("p").replace("deny", "allow")).status())
                .isEqualTo(200);

        assertThat(answers()).allMatch(answer -> answer.contains("[POLICY DENIED]"));
        assertThat(admin(0).post(APPLY, grant("false").replace("tested", "p")).status())
                .isEqualTo(200);
        assertThat(answers()).noneMatch(answer -> answer.contains("[POLICY DENIED]"));
        assertThat(admin(1).get("/admin/v1/policies/p/revisions/" + first).status())
                .isEqualTo(404); // without a store, only what is pinned is kept
        String second = admin(1).get(careful).header("ETag").replace("\"", "");
        admin(1).post(APPLY, grant("false").replace("tested", "p@" + second));
        admin(1).post(APPLY, policy("p"));
        assertThat(answers()).noneMatch(answer -> answer.contains("[POLICY DENIED]"));
        assertThat(admin(2).post("/admin/v1/policies/p/revisions/" + second + "/restore", "")
                        .status())
                .isEqualTo(200);
        assertThat(admin(0).get(careful).json().path("document").path("default").asText())
                .isEqualTo("allow");
    }

    private List<String> answers() {
        return send().stream().map(RawHttp.Answer::body).toList();
    }

    private List<Integer> calls() {
        return send().stream().map(RawHttp.Answer::status).toList();
    }

    private List<RawHttp.Answer> send() {
        byte[] body = CALL.getBytes(StandardCharsets.UTF_8);
        return cluster.nodes().stream()
                .map(node -> RawHttp.send(
                        node.agentPort(),
                        "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + EVE
                                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                                + "Content-Length: " + body.length + "\r\n",
                        body))
                .toList();
    }

    private ManagementClient admin(int node) {
        Node asked = cluster.nodes().get(node);
        return new ManagementClient(
                asked.managementPort(), asked.adminToken().orElseThrow().reveal());
    }

    private static String policy(String name) {
        return "{\"kind\":\"Policy\",\"name\":\"" + name + "\",\"document\":{\"version\":\"1\",\"default\":\"deny\"}}";
    }

    private static String grant(String disabled) {
        return "{\"kind\":\"Grant\",\"name\":\"eve\",\"server\":\"kestra\",\"policy\":\"tested\",\"disabled\":"
                + disabled + ",\"tokenSha256\":\"" + TokenHash.of(EVE).hex() + "\"}";
    }
}
