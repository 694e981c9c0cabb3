package dev.turnpike.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestCluster;
import dev.turnpike.gateway.webhook.Receiver.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made known of approvals by three nodes of a grid. */
class WebhookClusterTest {
    private static final int NODES = 3;
    private static final int CALLS = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POLICY = "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"pay\":"
            + "{\"action\":\"require_approval\",\"approval\":{\"mode\":\"retry\"}}}}";

    @TempDir
    private Path directory;

    @Test
    void oneNodeTellsOfAStepAndAnotherOneIfItStopsBefore() throws Exception {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        Path webhooks = directory.resolve("webhooks.yaml");
        try (Receiver receiver = new Receiver();
                RecordingUpstream upstream = new RecordingUpstream()) {
            Files.writeString(
                    webhooks,
                    "webhooks: [{name: chat, url: \"%s\", form: slack, allowPrivate: true}]".formatted(receiver.url()));
            try (TestCluster cluster = TestCluster.start(
                    NODES,
                    resources,
                    upstream,
                    POLICY,
                    node -> Map.of(
                            "webhooks",
                            webhooks.toString(),
                            "audit-file",
                            audit(node).toString()))) {
                for (int i = 0; i < CALLS; i++) {
                    ask(cluster, i % NODES, i);
                }
                await().atMost(PATIENCE).until(() -> receiver.received().size() >= CALLS && recorded() >= CALLS);
                assertThat(receiver.received()).extracting(Received::id).doesNotHaveDuplicates();
                assertThat(recorded()).isEqualTo(CALLS);

                receiver.answers(503);
                ask(cluster, 0, CALLS);
                await().atMost(PATIENCE).until(() -> receiver.received().size() > CALLS && recorded() > CALLS);
                int keeper = keeper();
                String id = receiver.received().get(CALLS).id();
                cluster.nodes().get(keeper).close();
                int before = receiver.received().size();
                receiver.answers(204);
                await().atMost(PATIENCE).until(() -> receiver.received().size() > before);

                assertThat(receiver.received()
                                .subList(before, receiver.received().size()))
                        .extracting(Received::id)
                        .containsExactly(id);
                await().atMost(PATIENCE).until(() -> recorded() == CALLS + 2); // by both nodes
            }
        }
    }

    private static void ask(TestCluster cluster, int node, int amount) {
        cluster.post(
                cluster.nodes().get(node),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                        + "{\"name\":\"pay\",\"arguments\":{\"amount\":" + amount + "}}}");
    }

    private Path audit(int node) {
        return directory.resolve("audit-" + node + ".jsonl");
    }

    /** How many steps all nodes have written down. */
    private long recorded() {
        long all = 0;
        for (int node = 0; node < NODES; node++) {
            all += steps(node);
        }
        return all;
    }

    /** The node that looks after the grant's approvals. */
    private int keeper() {
        int most = 0;
        for (int node = 1; node < NODES; node++) {
            most = steps(node) > steps(most) ? node : most;
        }
        return most;
    }

    private long steps(int node) {
        try {
            return Files.exists(audit(node))
                    ? Files.readString(audit(node))
                            .lines()
                            .filter(line -> line.contains("\"type\":\"approval\""))
                            .count()
                    : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
