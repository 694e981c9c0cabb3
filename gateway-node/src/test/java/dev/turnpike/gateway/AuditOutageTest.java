package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls while the disk takes no records. */
final class AuditOutageTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{}}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"content\":[]}}";
    private static final String POLICY = "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"pay\":{}}}";
    private static final String FULL_DISK = "/dev/full";

    @TempDir
    private Path resources;

    private RecordingUpstream upstream;

    @BeforeEach
    void start() throws TimeoutException {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json(RESULT));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void callsAreRefusedIfThatIsConfigured() throws IOException {
        try (TestGateway gateway = TestGateway.start(
                resources, upstream, POLICY, Map.of("audit-file", FULL_DISK, "audit-on-full", "refuse"))) {
            assertThat(gateway.post(CALL.formatted("pay")).body())
                    .contains("state_unavailable", "(audit)", "pay was not called, because calls cannot be recorded");
            assertThat(gateway.post(CALL.formatted("drop")).body()).contains("default_denied");
            assertThat(upstream.received()).isEmpty();
            assertThat(metrics(gateway)).contains("turnpike_audit_writable 0.0");
        }
    }

    @Test
    void callsGoOnOtherwise() throws IOException {
        try (TestGateway gateway = TestGateway.start(resources, upstream, POLICY, Map.of("audit-file", FULL_DISK))) {
            assertThat(gateway.post(CALL.formatted("pay")).body()).isEqualTo(RESULT);
            assertThat(metrics(gateway)).contains("turnpike_audit_writable 1.0");
        }
    }

    private static String metrics(TestGateway gateway) {
        return RawHttp.send(
                        gateway.node().managementPort(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n", new byte[0])
                .body();
    }
}
