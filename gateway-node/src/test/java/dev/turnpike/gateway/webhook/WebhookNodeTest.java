package dev.turnpike.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node with a real receiver. */
class WebhookNodeTest {
    private static final String POLICY = "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"pay\":"
            + "{\"action\":\"require_approval\",\"approval\":{\"mode\":\"retry\"}}}}";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"pay\",\"arguments\":{\"amount\":4711}}}";

    @Test
    void aCallThatNeedsAPersonIsToldToTheWebhookAndWrittenDown(@TempDir Path directory) throws Exception {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        Path audit = directory.resolve("audit.jsonl");
        Path webhooks = directory.resolve("webhooks.yaml");
        try (Receiver receiver = new Receiver();
                RecordingUpstream upstream = new RecordingUpstream()) {
            Files.writeString(
                    webhooks,
                    "webhooks: [{name: chat, url: \"%s\", form: slack, allowPrivate: true}]".formatted(receiver.url()));
            try (TestGateway gateway = TestGateway.start(
                    resources,
                    upstream,
                    POLICY,
                    Map.of("webhooks", webhooks.toString(), "audit-file", audit.toString()))) {
                gateway.post(CALL);
                await().until(() -> receiver.received().size() == 1);
            }
            assertThat(receiver.received().get(0).body())
                    .contains("alice asks to call pay")
                    .doesNotContain("4711");
            assertThat(Files.readString(audit))
                    .contains("\"type\":\"approval\"")
                    .contains("\"kind\":\"requested\"")
                    .doesNotContain("4711");
        }
    }
}
