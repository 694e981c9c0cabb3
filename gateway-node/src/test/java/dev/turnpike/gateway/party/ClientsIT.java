package dev.turnpike.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.party.Transcript.Answer;
import dev.turnpike.gateway.party.Transcript.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real clients behind the gateway: they list, call, and understand a refusal. */
@TestInstance(Lifecycle.PER_CLASS)
class ClientsIT {
    /** One call in any hour, not only in those of the clock, so that the second is refused at any time. */
    private static final String POLICY = """
            {"version": "1", "default": "deny", "hide": ["get-tiny-image"], "tools": {\
            "echo": {}, \
            "get-env": {"action": "deny", "reason": "The environment is nobody's business."}, \
            "get-sum": {"limits": [\
            {"counter": "sums", "window": "hour", "max": 1, "algorithm": "sliding"}]}}}""";

    private static final List<Call> CALLS = List.of(
            new Call("echo", Map.of("message", "hello")),
            new Call("get-env", Map.of()),
            new Call("get-sum", Map.of("a", 1, "b", 2)),
            new Call("get-sum", Map.of("a", 1, "b", 2)));

    /**
     * A client, by the name of its grant.
     *
     * @param protocol the revision that it agrees on; empty where it does not tell
     * @param refusal how it hands a refused call to its program
     */
    record Party(String name, String protocol, Kind refusal, Client client) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Party> PARTIES = List.of(
            new Party("typescript-sdk-1", "2025-11-25", Kind.ERROR_RESULT, Client.script("client-sdk1.mjs")),
            new Party("typescript-sdk-2", "2025-11-25", Kind.ERROR_RESULT, Client.script("client-sdk2.mjs")),
            new Party(
                    "typescript-sdk-2-modern",
                    "2026-07-28",
                    Kind.ERROR_RESULT,
                    Client.script("client-sdk2-modern.mjs")),
            new Party("mcp-remote", "", Kind.ERROR_RESULT, Client.script("client-mcp-remote.mjs")),
            new Party("java-sdk", "2025-11-25", Kind.ERROR_RESULT, Client::javaSdk),
            new Party("langchain4j", "", Kind.EXCEPTION, Client::langchain4j));

    static List<Party> parties() {
        return PARTIES;
    }

    private PartyServer server;
    private Gateway gateway;

    @BeforeAll
    void open(@TempDir Path resources) throws Exception {
        server = PartyServer.proxiedEverything();
        List<String> callers = PARTIES.stream().map(Party::name).toList();
        gateway = Gateway.start(resources, server.url(), POLICY, callers);
    }

    @AfterAll
    void close() {
        try {
            gateway.close();
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("parties")
    void aClientListsCallsAndReadsItsRefusals(Party party) throws Exception {
        Transcript seen = party.client.exercise(gateway.url(), Gateway.token(party.name()), CALLS);

        assertThat(seen.protocol()).isEqualTo(party.protocol);
        assertThat(seen.tools()).containsExactlyInAnyOrder("echo", "get-env", "get-sum");
        assertThat(seen.answers()).hasSize(CALLS.size());
        assertThat(seen.answers().get(0)).isEqualTo(new Answer(Kind.RESULT, "Echo: hello"));
        assertThat(seen.answers().get(1).kind()).isEqualTo(party.refusal);
        assertThat(seen.answers().get(1).text())
                .contains("[POLICY DENIED]")
                .contains("The environment is nobody's business.");
        assertThat(seen.answers().get(2)).isEqualTo(new Answer(Kind.RESULT, "The sum of 1 and 2 is 3."));
        assertThat(seen.answers().get(3).kind()).isEqualTo(party.refusal);
        assertThat(seen.answers().get(3).text()).contains("[POLICY DENIED]").containsPattern("Retry in \\d+ ");
    }
}
