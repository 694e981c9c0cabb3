package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running node whose resources change under it. */
final class HotReloadTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\"}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    private static final String TWO_A_MONTH = """
            {"version":"1","default":"deny","tools":{"pay":{"limits":[{"counter":"c","window":"month","max":2}]}}}""";

    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start(@TempDir Path resources) throws IOException, TimeoutException {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json(RESULT));
        gateway = TestGateway.start(resources, upstream, TWO_A_MONTH);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void aChangeHoldsFromTheNextRequestOnAndResetsNoCounter() throws IOException {
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
        int before = gateway.changes().size();
        gateway.policy(TWO_A_MONTH.replace("\"max\":2", "\"max\":3"));
        await().until(() -> gateway.changes().size() > before);
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded", "\"limit\":3,");
    }

    @Test
    void anInvalidFileIsReportedWithAllItsProblemsAndChangesNothing() throws IOException {
        gateway.policy("{\"version\":\"2\",\"default\":\"allow\",\"tolls\":{}}");
        await().until(() -> !gateway.refusals().isEmpty());
        assertThat(gateway.refusals().get(0))
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem).contains("policy.json", "/version"))
                .anySatisfy(problem -> assertThat(problem).contains("`tolls`", "did you mean `tools`?"));
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
        assertThat(gateway.post(CALL.replace("pay", "other")).body()).contains("default_denied");
    }
}
