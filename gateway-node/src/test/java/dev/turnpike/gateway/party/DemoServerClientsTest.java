package dev.turnpike.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.cli.demo.DemoServer;
import dev.turnpike.gateway.party.Transcript.Kind;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The demo's own server before clients of others, without a gateway in between. */
final class DemoServerClientsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final URI URL = URI.create(DemoServer.start(VERTX).await().url());
    private static final List<Call> CALLS =
            List.of(new Call("list_namespaces", Map.of()), new Call("find_flow", Map.of("query", 7)));

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void theJavaSdkListsCallsAndUnderstandsAnError() throws Exception {
        Transcript transcript = Client.javaSdk(URL, "none", CALLS);

        assertThat(transcript.protocol()).isEqualTo("2025-11-25");
        assertThat(transcript.tools()).hasSize(39);
        assertThat(transcript.answers())
                .extracting(Transcript.Answer::kind)
                .containsExactly(Kind.RESULT, Kind.ERROR_RESULT);
    }

    @Test
    void langchain4jListsAndCalls() throws Exception {
        Transcript transcript = Client.langchain4j(URL, "none", CALLS.subList(0, 1));

        assertThat(transcript.tools()).hasSize(39);
        assertThat(transcript.answers().get(0).text()).isEqualTo("2 namespaces match everything: demo, demo.reports.");
    }
}
