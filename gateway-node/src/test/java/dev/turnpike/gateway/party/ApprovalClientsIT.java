package dev.turnpike.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.approvals.Approver;
import dev.turnpike.gateway.approvals.Decided;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.party.Transcript.Answer;
import dev.turnpike.gateway.party.Transcript.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Real clients whose calls need a person, in each of the ways to wait. */
@TestInstance(Lifecycle.PER_CLASS)
class ApprovalClientsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TRANSCRIPT = Pattern.compile("(?m)^TRANSCRIPT (\\{.*\\})$");
    private static final String POLICY = """
            {"version": "1", "default": "deny", "tools": {"echo": {"action": "require_approval"}}}""";
    private static final List<String> CALLERS = List.of(
            "elicit", "patient", "java-patient", "typescript-sdk-1", "typescript-sdk-2", "java-sdk", "langchain4j");

    private PartyServer server;
    private Gateway gateway;

    @BeforeAll
    void open(@TempDir Path resources) throws Exception {
        server = PartyServer.proxiedEverything();
        gateway = Gateway.start(resources, server.url(), POLICY, CALLERS);
    }

    @AfterAll
    void close() {
        try {
            gateway.close();
        } finally {
            server.close();
        }
    }

    @Test
    void aModernClientCompletesAnElicitationByItself() throws Exception {
        try (PartyProcess client = start("client-sdk2-elicit.mjs", "elicit")) {
            String asked = client.awaitOutput(Pattern.compile("(?m)^ASKED (\\{.*\\})$"));
            String approval = pending("elicit");
            assertThat(JSON.readTree(asked).path("url").asText()).endsWith("/console/approvals/" + approval);

            approve(approval);

            assertThat(transcript(client).answers()).containsExactly(new Answer(Kind.RESULT, "Echo: elicit"));
        }
    }

    @Test
    void aClientThatWantsProgressIsHeld() throws Exception {
        try (PartyProcess client = start("client-sdk1-patient.mjs", "patient")) {
            client.awaitOutput(Pattern.compile("(?m)^PROGRESS (\\{.*\\})$"));

            approve(pending("patient"));

            assertThat(transcript(client).answers()).containsExactly(new Answer(Kind.RESULT, "Echo: patient"));
        }
    }

    @Test
    void theJavaClientIsHeldIfItWantsProgress() {
        CompletableFuture<Transcript> run = CompletableFuture.supplyAsync(() -> Client.javaSdk(
                gateway.url(), Gateway.token("java-patient"), List.of(call("java-patient")), Optional.of("p-1")));

        approve(pending("java-patient"));

        assertThat(run.join().answers()).containsExactly(new Answer(Kind.RESULT, "Echo: java-patient"));
    }

    @Test
    void everyClientCanComeBack() throws Exception {
        Map<String, Client> clients = Map.of(
                "typescript-sdk-1",
                Client.script("client-sdk1.mjs"),
                "typescript-sdk-2",
                Client.script("client-sdk2.mjs"),
                "java-sdk",
                Client::javaSdk,
                "langchain4j",
                Client::langchain4j);
        for (Map.Entry<String, Client> each : clients.entrySet()) {
            String name = each.getKey();
            Answer asked = exercise(each.getValue(), name);
            assertThat(asked.text()).as(name).contains("[APPROVAL REQUIRED]", pending(name));

            approve(pending(name));

            assertThat(exercise(each.getValue(), name)).as(name).isEqualTo(new Answer(Kind.RESULT, "Echo: " + name));
            assertThat(exercise(each.getValue(), name).text()).as(name).contains("[APPROVAL REQUIRED]");
        }
    }

    private Answer exercise(Client client, String name) throws Exception {
        return client.exercise(gateway.url(), Gateway.token(name), List.of(call(name)))
                .answers()
                .get(0);
    }

    private PartyProcess start(String script, String caller) throws Exception {
        return Parties.start(
                Map.of(),
                List.of(),
                Parties.directory().resolve(script).toString(),
                gateway.url().toString(),
                Gateway.token(caller),
                JSON.writeValueAsString(List.of(call(caller))));
    }

    private static Transcript transcript(PartyProcess client) throws Exception {
        return JSON.readValue(client.awaitOutput(TRANSCRIPT), Transcript.class);
    }

    private static Call call(String message) {
        return new Call("echo", Map.of("message", message));
    }

    private String pending(String grant) {
        return await().until(
                        () -> gateway.approvals().list(Which.PENDING).toCompletableFuture().join().stream()
                                .filter(approval -> approval.question().grant().equals(grant))
                                .toList(),
                        found -> found.size() == 1)
                .get(0)
                .id();
    }

    private void approve(String id) {
        Decided decided = gateway.approvals()
                .decide(
                        new Approver("carol", TokenHash.of("carol's")),
                        new Approvals.Verdict(id, true, "", Optional.empty(), Motion.Decide.ANY_REVISION))
                .toCompletableFuture()
                .join();
        assertThat(decided.kind()).isEqualTo(Decided.Kind.COUNTS);
    }
}
