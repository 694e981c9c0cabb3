package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a node: the management port and the audit file. */
final class ManagementTest {
    private static final String SECRET_CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"made-up-by-a-caller\",\"arguments\":{\"password\":\"hunter2\"}}}";

    @Test
    void decisionsAreCountedAndRecordedWithoutValuesOrCallersInventions(@TempDir Path resources, @TempDir Path data)
            throws IOException, TimeoutException {
        Path audit = data.resolve("audit/decisions.jsonl");
        try (RecordingUpstream upstream = new RecordingUpstream();
                TestGateway gateway = TestGateway.start(
                        resources,
                        upstream,
                        "{\"version\":\"1\",\"default\":\"deny\"}",
                        Map.of("audit-file", audit.toString()))) {
            gateway.post(SECRET_CALL);
            String metrics = get(gateway, "/metrics").body();
            assertThat(metrics)
                    .contains(
                            "turnpike_decisions_total{code=\"default_denied\",decision=\"deny\",server=\"kestra\",tool=\"other\"} 1.0")
                    .doesNotContain("made-up", "hunter2", "tpk_", "upstream-secret");
            await().untilAsserted(() -> assertThat(Files.readString(audit))
                    .contains("\"decision\":\"deny\"", "\"rule\":\"(default deny)\"", "\"arguments\":[\"password\"]")
                    .doesNotContain("hunter2", "tpk_", "upstream-secret")
                    .endsWith("}\n"));
        }
    }

    @Test
    void probesAnswerAndForeignHostsAreForbidden(@TempDir Path resources) throws IOException, TimeoutException {
        try (RecordingUpstream upstream = new RecordingUpstream();
                TestGateway gateway =
                        TestGateway.start(resources, upstream, "{\"version\":\"1\",\"default\":\"deny\"}")) {
            assertThat(get(gateway, "/healthz").status()).isEqualTo(200);
            assertThat(get(gateway, "/readyz").body()).isEqualTo("ready\n");
            assertThat(get(gateway, "/elsewhere").status()).isEqualTo(404);
            RawHttp.Answer foreign = RawHttp.send(
                    gateway.node().managementPort(), "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n", new byte[0]);
            assertThat(foreign.status()).isEqualTo(403);
        }
    }

    @Test
    void aPageMayCallThePortThatItCameFromAndNoOther(@TempDir Path resources) throws IOException, TimeoutException {
        try (RecordingUpstream upstream = new RecordingUpstream();
                TestGateway gateway = TestGateway.start(
                        resources,
                        upstream,
                        "{\"version\":\"1\",\"default\":\"deny\"}",
                        Map.of("allowed-hosts", "console.example"))) {
            assertThat(from(gateway, "http://console.example")).isEqualTo(200);
            assertThat(from(gateway, "https://console.example")).isEqualTo(200);
            assertThat(from(gateway, "http://console.example:81")).isEqualTo(403);
            assertThat(from(gateway, "http://evil.example")).isEqualTo(403);
            assertThat(from(gateway, "null")).isEqualTo(403);
        }
    }

    private static int from(TestGateway gateway, String origin) {
        return RawHttp.send(
                        gateway.node().managementPort(),
                        "GET /healthz HTTP/1.1\r\nHost: console.example\r\nOrigin: " + origin + "\r\n",
                        new byte[0])
                .status();
    }

    private static RawHttp.Answer get(TestGateway gateway, String path) {
        return RawHttp.send(
                gateway.node().managementPort(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n", new byte[0]);
    }
}
