package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestCluster;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** What became of the calls of a whole cluster, as an operator asks for it. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
final class AuditClusterTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{}}}";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private RecordingUpstream upstream;
    private TestCluster cluster;
    private Path token = Path.of(".");

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        Path operators = TestOperators.write(data);
        token = Files.writeString(data.resolve("token"), TestOperators.token(Role.VIEWER));
        cluster = TestCluster.start(
                3,
                resources,
                upstream,
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"look\":{\"action\":\"allow\"}}}",
                node -> Map.of(
                        "operators",
                        operators.toString(),
                        "audit-file",
                        data.resolve("n" + (node + 1) + ".jsonl").toString()));
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        upstream.close();
    }

    @Test
    void whatAnAgentDidAndWhyItWasRefusedIsAnsweredForAllNodes() {
        callEverywhere();

        await().untilAsserted(
                        () -> assertThat(query("--grant", "alice", "--since", "24h", "--decision", "deny", "-o", "json")
                                        .lines())
                                .hasSize(3));
        Spoken asked = ask("--grant", "alice", "--since", "24h", "--decision", "deny");

        assertThat(asked.exitCode()).isZero();
        assertThat(asked.out()
                        .lines()
                        .skip(1)
                        .limit(3)
                        .map(line -> line.replaceAll(" +", " ").substring(21)))
                .containsExactlyInAnyOrder(
                        "n1 alice kestra/wipe deny default_denied (default deny) " + why(),
                        "n2 alice kestra/wipe deny default_denied (default deny) " + why(),
                        "n3 alice kestra/wipe deny default_denied (default deny) " + why());
        assertThat(asked.out()).endsWith("3 records: 3 deny default_denied\n");
        assertThat(asked.err()).isEmpty();
    }

    @Test
    void aNodeThatIsGoneIsNamedAsMissing() {
        callEverywhere();
        await().untilAsserted(() -> assertThat(query("-o", "json").lines()).hasSize(6));
        cluster.nodes().get(2).close();

        await().untilAsserted(() -> {
            Spoken asked = ask("--grant", "alice");
            assertThat(asked.exitCode()).isEqualTo(1);
            assertThat(asked.err()).isEqualTo("turnpike: records are missing: 1 of 3 nodes is not in the cluster\n");
            assertThat(asked.out()).contains("4 records").doesNotContain("n3");
        });
    }

    @Test
    void aNodeAnswersWithItsOwnLinesAsTheyStandInItsFile() throws Exception {
        callEverywhere();
        ManagementClient viewer =
                new ManagementClient(cluster.nodes().get(1).managementPort(), TestOperators.token(Role.VIEWER));
        await().untilAsserted(() -> assertThat(
                        viewer.get("/admin/v1/decisions?decision=deny").json().path("records"))
                .hasSize(1));

        String body = viewer.get("/admin/v1/decisions?limit=1").http().body();

        List<String> lines = Files.readAllLines(data.resolve("n2.jsonl"));
        assertThat(body).contains(lines.get(lines.size() - 1)).contains("\"node\":\"n2\"", "\"next\":\"");
        JsonNode wrong = viewer.get("/admin/v1/decisions?decision=maybe&since=soon&after=x&y=1")
                .json();
        assertThat(wrong.path("status").asInt()).isEqualTo(422);
        assertThat(wrong.path("detail").asText())
                .contains("decision: `maybe`", "since: `soon`", "after:", "unknown parameter `y`");
    }

    @Test
    void aNodeWithoutAFileIsNamedAsMissingAndAStrangerIsRefused() throws Exception {
        cluster.close();
        try (TestGateway gateway = TestGateway.start(
                Files.createDirectory(data.resolve("alone")),
                upstream,
                "{\"version\":\"1\",\"default\":\"deny\"}",
                Map.of(
                        "audit-file",
                        "none",
                        "operators",
                        data.resolve("operators.txt").toString()))) {
            Spoken known = ask(gateway.node());
            Files.writeString(token, "tpo_of-nobody-of-nobody-of-nobody-of-nobody");
            Spoken stranger = ask(gateway.node());

            assertThat(known.exitCode()).isEqualTo(1);
            assertThat(known.err()).contains("records are missing: ", ": this node keeps no audit file");
            assertThat(stranger.exitCode()).isEqualTo(1);
            assertThat(stranger.err()).isEqualTo("turnpike: no operator has this token\n");
        }
    }

    private void callEverywhere() {
        for (Node node : cluster.nodes()) {
            assertThat(cluster.post(node, CALL.formatted("look")).status()).isEqualTo(200);
            assertThat(cluster.post(node, CALL.formatted("wipe")).status()).isEqualTo(200);
        }
    }

    private static String why() {
        return "wipe is not among the tools that the policy allows. Retrying will not help.";
    }

    private String query(String... options) {
        return ask(options).out();
    }

    private Spoken ask(String... options) {
        return ask(cluster.nodes().get(0), options);
    }

    private Spoken ask(Node node, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "query",
                "--management",
                "http://127.0.0.1:" + node.managementPort(),
                "--token",
                "file:" + token));
        arguments.addAll(List.of(options));
        return Spoken.of(arguments.toArray(String[]::new));
    }
}
