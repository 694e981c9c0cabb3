package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that form one cluster. */
final class ClusterTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\"}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    private static final String TEN_A_MONTH = """
            {"version":"1","default":"deny","tools":{"pay":{"limits":[{"counter":"c","window":"month","max":10}]}}}""";

    @TempDir
    Path resources;

    private RecordingUpstream upstream;
    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json(RESULT));
        cluster = TestCluster.start(3, resources, upstream, TEN_A_MONTH);
    }

    @AfterEach
    void stop() throws TimeoutException {
        cluster.close();
        upstream.close();
    }

    @Test
    void aLimitHoldsOverAllNodesAndANodeThatLosesTheOthersSpendsNothing() {
        List<Node> nodes = cluster.nodes();
        for (int i = 0; i < 10; i++) {
            assertThat(cluster.post(nodes.get(i % 3), CALL).body()).isEqualTo(RESULT);
        }
        for (Node node : nodes) {
            assertThat(cluster.post(node, CALL).body()).contains("limit_exceeded", "\"limit\":10,");
        }
        assertThat(upstream.received()).hasSize(10);
        assertThat(get(nodes.get(1), "/statusz").body())
                .contains("\"ready\":true", "\"size\":3", "\"quorum\":2", "\"available\":true")
                .contains("\"owner\":\"grant:alice\",\"counter\":\"c\"", "\"held\":10,\"max\":10");
        await().untilAsserted(() -> assertThat(get(nodes.get(2), "/statusz").body())
                .contains("\"agent\":\"http://127.0.0.1:" + nodes.get(0).agentPort() + "\"", "\"name\":\"n1\""));
        assertThat(get(nodes.get(0), "/metrics").body())
                .contains("turnpike_cluster_members 3.0", "turnpike_limits_near 1.0");

        nodes.get(0).close();
        await().untilAsserted(() ->
                assertThat(cluster.post(nodes.get(1), CALL).body()).contains("limit_exceeded"));
        nodes.get(1).close();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            RawHttp.Answer ready = get(nodes.get(2), "/readyz");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("1 of 3 nodes are here; limits need 2\n");
        });
        // A refusal is remembered for a moment; then the grid would be asked.
        await().untilAsserted(() ->
                assertThat(cluster.post(nodes.get(2), CALL).body()).contains("state_unavailable"));
        assertThat(upstream.received()).hasSize(10);
    }

    private static RawHttp.Answer get(Node node, String path) {
        return RawHttp.send(node.managementPort(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n", new byte[0]);
    }
}
