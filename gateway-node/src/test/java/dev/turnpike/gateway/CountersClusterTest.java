package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters and nodes of a cluster of three, at any of its nodes. */
final class CountersClusterTest {
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
        cluster = TestCluster.start(
                3,
                resources,
                upstream,
                "{\"version\":\"1\",\"default\":\"allow\",\"all_tools\":{\"limits\":"
                        + "[{\"counter\":\"calls\",\"window\":\"month\",\"max\":3}]}}");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        upstream.close();
    }

    @Test
    void whatIsResetAtOneNodeIsAdmittedThereAtOnceAndEverywhereWithinASecond() {
        for (Node node : cluster.nodes()) {
            assertThat(isAdmitted(node)).isTrue();
        }
        for (Node node : cluster.nodes()) {
            assertThat(isAdmitted(node)).isFalse();
            assertThat(counters(node).path(0).path("held").asInt()).isEqualTo(3);
        }

        assertThat(admin(cluster.nodes().get(1))
                        .post("/admin/v1/counters/reset", "{\"grant\":\"alice\",\"counter\":\"calls\"}")
                        .status())
                .isEqualTo(200);

        assertThat(isAdmitted(cluster.nodes().get(1))).isTrue();
        await().until(() -> isAdmitted(cluster.nodes().get(0)));
        await().until(() -> isAdmitted(cluster.nodes().get(2)));
        assertThat(counters(cluster.nodes().get(0)).path(0).path("held").asInt())
                .isEqualTo(3);
    }

    @Test
    void everyNodeTellsOfAllNodes() {
        for (int i = 0; i < 3; i++) {
            Node asked = cluster.nodes().get(i);

            // What a node says of itself reaches the others a moment after it is ready.
            await().untilAsserted(() -> {
                JsonNode nodes = admin(asked).get("/admin/v1/nodes").json().path("nodes");
                assertThat(nodes.findValuesAsText("name")).containsExactlyInAnyOrder("n1", "n2", "n3");
                assertThat(nodes.findValuesAsText("management"))
                        .allSatisfy(url -> assertThat(url).startsWith("http://127.0.0.1:"));
            });
            JsonNode answer = admin(asked).get("/admin/v1/nodes").json();
            for (JsonNode node : answer.path("nodes")) {
                boolean local = node.path("name").asText().equals("n" + (i + 1));
                assertThat(node.path("local").asBoolean()).isEqualTo(local);
                assertThat(node.has("version") && node.path("ready").asBoolean())
                        .isEqualTo(local);
            }
            assertThat(answer.at("/grid/quorum").asInt()).isEqualTo(2);
            assertThat(answer.at("/grid/lostShards").asInt()).isZero();
            assertThat(answer.path("store").has("kind")).isTrue();
            assertThat(answer.path("registryRevision").asLong()).isPositive();
        }
    }

    private boolean isAdmitted(Node node) {
        return !cluster.post(node, CALL).body().contains("limit_exceeded");
    }

    private JsonNode counters(Node node) {
        return admin(node).get("/admin/v1/counters?grant=alice").json().path("counters");
    }

    private static ManagementClient admin(Node node) {
        return new ManagementClient(
                node.managementPort(), node.adminToken().orElseThrow().reveal());
    }
}
