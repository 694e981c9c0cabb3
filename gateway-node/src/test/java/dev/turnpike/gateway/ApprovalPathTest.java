package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.gateway.approvals.Approvals.Verdict;
import dev.turnpike.gateway.approvals.Approver;
import dev.turnpike.gateway.approvals.Decided;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that need a person, through a real node. */
final class ApprovalPathTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Approver CAROL = new Approver("carol", TokenHash.of("carol's"));
    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"paid\"}]}}";
    private static final String PAY = call("pay", "{\"amount\":5,\"to\":\"bob\"}", "");
    private static final String PATIENT = call("pay", "{\"amount\":5,\"to\":\"bob\"}", "\"progressToken\":\"p\"");
    private static final String MODERN_HEADERS =
            "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: pay\r\n";

    @TempDir
    Path resources;

    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json(RESULT));
        gateway = TestGateway.start(resources, upstream, policy(""));
    }

    @AfterEach
    void stop() throws TimeoutException {
        gateway.close();
        upstream.close();
    }

    @Test
    void anApprovedCallRunsOnceAndTheNextAsksAnew() throws Exception {
        JsonNode asked = structured(gateway.post(PAY));
        assertThat(asked.path("code").asText()).isEqualTo("approval_required");
        assertThat(asked.path("decision").asText()).isEqualTo("ask");
        assertThat(asked.path("message").asText())
                .startsWith("[APPROVAL REQUIRED] ")
                .contains(
                        asked.path("approval_id").asText(),
                        asked.path("approval_url").asText());
        assertThat(asked.path("expires_at").asText()).endsWith("Z");
        assertThat(structured(gateway.post(PAY)).path("approval_id")).isEqualTo(asked.path("approval_id"));
        assertThat(upstream.received()).isEmpty();

        decide(asked.path("approval_id").asText(), true, "");

        assertThat(gateway.post(PAY).body()).isEqualTo(RESULT);
        JsonNode again = structured(gateway.post(PAY));
        assertThat(again.path("code").asText()).isEqualTo("approval_required");
        assertThat(again.path("approval_id")).isNotEqualTo(asked.path("approval_id"));
        assertThat(upstream.received()).hasSize(1);
        assertThat(gateway.decisions())
                .extracting(AuditRecord::decision)
                .containsExactly(
                        AuditRecord.Verdict.ASK,
                        AuditRecord.Verdict.ASK,
                        AuditRecord.Verdict.ALLOW,
                        AuditRecord.Verdict.ASK);
        assertThat(gateway.decisions().get(2).approval())
                .contains(asked.path("approval_id").asText());
    }

    @Test
    void onlyTheVeryCallIsCovered() throws Exception {
        decide(ask(PAY), true, "");
        assertThat(gateway.post(call("pay", "{\"amount\":5,\"to\":\"Bob\"}", ""))
                        .body())
                .contains("approval_required");
        assertThat(gateway.post(call("pay", "{\"amount\":5}", "")).body()).contains("approval_required");
        assertThat(upstream.received()).isEmpty();

        assertThat(gateway.post(call("pay", "{\"to\":\"b\\u006fb\", \"amount\" : 5.0}", ""))
                        .body())
                .isEqualTo(RESULT);
    }

    @Test
    void anEditedPolicyMakesItVoid() throws Exception {
        String approved = ask(PAY);
        decide(approved, true, "");
        String pending = ask(call("pay", "{\"amount\":6}", ""));
        inForce(() -> gateway.policy(policy("\"uses\":2")));

        assertThat(ask(PAY)).isNotEqualTo(approved);
        assertThat(decide(pending, true, "").kind()).isEqualTo(Decided.Kind.VOID);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void anotherPolicyOfTheSameRevisionIsNotCovered() throws Exception {
        gateway.close();
        Files.writeString(
                resources.resolve("strict.json"),
                "{\"kind\":\"Policy\",\"name\":\"strict\",\"document\":" + policy("\"approvers\":2") + "}");
        gateway = TestGateway.start(resources, upstream, policy(""));
        String approved = ask(PAY);
        decide(approved, true, "");

        edit("policy: tested", "policy: strict");

        assertThat(ask(PAY)).isNotEqualTo(approved);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aHeldCallIsNotMadeWithAGrantOrAServerThatWasChangedMeanwhile() throws Exception {
        for (String[] change : new String[][] {
            {"token: \"env:ALICE\"", "token: \"env:ALICE\"\nexpires: 2099-01-01T00:00:00Z"},
            {"name: kestra\n", "name: kestra\ndescription: moved\n"}
        }) {
            int made = upstream.received().size();
            CompletableFuture<RawHttp.Answer> held = CompletableFuture.supplyAsync(() -> gateway.post(PATIENT));
            String approval = pendingId();
            edit(change[0], change[1]);

            decide(approval, true, "");

            assertThat(held.join().body()).contains("approval_expired");
            assertThat(upstream.received()).hasSize(made);
            assertThat(gateway.post(PAY).body()).isEqualTo(RESULT);
        }
    }

    @Test
    void aNameThatNobodyCanReadIsNotPutBeforeAPerson() throws Exception {
        gateway.close();
        gateway = TestGateway.start(resources, upstream, """
                {"version":"1","default":"allow","all_tools":{
                 "approve_if":[{"path":"args.amount","op":"gt","value":1,"on_deny":"Ask."}]}}""");

        assertThat(gateway.post(call("x".repeat(256), "{\"amount\":5}", "")).body())
                .contains("approval_required");
        assertThat(gateway.post(call("x".repeat(257), "{\"amount\":5}", "")).body())
                .contains("tool_denied", "its tool's name is longer than the 256 characters")
                .doesNotContain("approval_id");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aCallThatIsTooLargeToKeepIsNotHeld() throws Exception {
        gateway.close();
        gateway = TestGateway.start(resources, upstream, policy("\"hold_for\":\"10m\""), Map.of("max-held", "2"));
        String padding = "x".repeat(5_000);

        assertThat(gateway.post(call("pay", "{\"amount\":5}", "\"progressToken\":1,\"padding\":\"" + padding + "\""))
                        .body())
                .contains("approval_required");
        assertThat(metrics()).contains("turnpike_held_calls 0.0");
    }

    @Test
    void aDeniedCallIsToldSo() throws Exception {
        decide(ask(PAY), false, "Ask accounting first.");

        JsonNode denied = structured(gateway.post(PAY));

        assertThat(denied.path("code").asText()).isEqualTo("approval_denied");
        assertThat(denied.path("message").asText()).contains("Ask accounting first.");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aCallThatDidNotRunGivesItsUseBack() throws Exception {
        decide(ask(PAY), true, "");
        upstream.answers(exchange ->
                exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"not now\"}}"));
        assertThat(gateway.post(PAY).body()).contains("not now");
        upstream.answers(exchange -> exchange.json(RESULT));

        assertThat(gateway.post(PAY).body()).isEqualTo(RESULT);
        assertThat(gateway.post(PAY).body()).contains("approval_required");
    }

    @Test
    void aCallThatMayHaveRunKeepsItsUse() throws Exception {
        decide(ask(PAY), true, "");
        upstream.answers(
                exchange -> exchange.request().response().setStatusCode(404).end());
        gateway.post(PAY);
        upstream.answers(
                exchange -> exchange.request().response().setStatusCode(504).end());
        gateway.post(PAY);
        assertThat(upstream.received()).hasSize(2);

        decide(ask(PAY), true, "");
        upstream.answers(exchange -> exchange.json(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"paid, then lost\",\"code\":-32603}}"));
        gateway.post(PAY);
        assertThat(upstream.received()).hasSize(3);

        assertThat(gateway.post(PAY).body()).contains("approval_required");
        assertThat(upstream.received()).hasSize(3);
    }

    @Test
    void aLimitThatRefusesGivesTheUseBack() throws Exception {
        gateway.close();
        gateway = TestGateway.start(resources, upstream, """
                {"version":"1","default":"deny","tools":{"pay":{"action":"require_approval","approval":{"uses":8},
                 "limits":[{"counter":"c","window":"month","max":1}]}}}""");
        String approval = ask(PAY);
        decide(approval, true, "");

        List<CompletableFuture<RawHttp.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) { // some of them find that there is room, and then that there is none left
            calls.add(CompletableFuture.supplyAsync(() -> gateway.post(PAY)));
        }

        assertThat(calls.stream().map(call -> call.join().body()).filter(RESULT::equals))
                .hasSize(1);
        assertThat(look(approval).used()).isEqualTo(1);
    }

    @Test
    void aPatientClientIsHeldUntilItIsDecided() throws Exception {
        CompletableFuture<RawHttp.Answer> held = CompletableFuture.supplyAsync(() -> gateway.post(PATIENT));
        String approval = pendingId();
        assertThat(held).isNotDone();

        decide(approval, true, "");

        RawHttp.Answer answer = held.join();
        assertThat(answer.headers()).containsEntry("Content-Type", "text/event-stream");
        assertThat(answer.body())
                .contains("\"method\":\"notifications/progress\"", "\"progressToken\":\"p\"")
                .endsWith("data: " + RESULT + "\n\n");
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void whoIsHeldHearsOfADenialToo() throws Exception {
        CompletableFuture<RawHttp.Answer> held = CompletableFuture.supplyAsync(() -> gateway.post(PATIENT));

        decide(pendingId(), false, "No.");

        assertThat(held.join().body()).contains("approval_denied");
    }

    @Test
    void whoGoesAwayWhileHeldLeavesTheApprovalForLater() throws Exception {
        String approval;
        try (Socket socket = connected()) {
            send(PATIENT, socket);
            approval = pendingId();
            await().untilAsserted(() -> assertThat(metrics()).contains("turnpike_held_calls 1.0"));
        }
        await().untilAsserted(() -> assertThat(metrics()).contains("turnpike_held_calls 0.0"));

        decide(approval, true, "");

        assertThat(gateway.post(PAY).body()).isEqualTo(RESULT);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void whoIsHeldHearsAgainAndAgainAndIsNotTakenForIdle() throws Exception {
        gateway.close();
        gateway = TestGateway.start(
                resources,
                upstream,
                policy("\"hold_for\":\"10m\""),
                Map.of("held-keep-alive", "1s", "header-timeout", "1s"));
        try (Socket socket = connected();
                Scanner lines = new Scanner(socket.getInputStream(), StandardCharsets.UTF_8)) {
            send(PATIENT, socket);
            for (int number = 1; number <= 4; number++) {
                JsonNode params = JSON.readTree(
                                lines.findWithinHorizon("(?m)^data: (.*)$", 0).substring("data: ".length()))
                        .path("params");
                assertThat(params.path("progress").asInt()).isEqualTo(number);
                assertThat(params.path("progressToken").asText()).isEqualTo("p");
                assertThat(params.path("message").asText()).contains("until");
            }
        }
    }

    @Test
    void whoWantsNoProgressHearsComments() throws Exception {
        gateway.close();
        gateway = TestGateway.start(
                resources, upstream, policy("\"hold_for\":\"10m\",\"mode\":\"hold\""), Map.of("held-keep-alive", "1s"));
        try (Socket socket = connected();
                Scanner lines = new Scanner(socket.getInputStream(), StandardCharsets.UTF_8)) {
            send(PAY, socket);
            for (int number = 1; number <= 2; number++) {
                assertThat(lines.findWithinHorizon("(?m)^(:|data:).*$", 0)).isEqualTo(": waiting for a person");
            }
        }
    }

    @Test
    void whatIsAskedIsForApproversAlone() throws Exception {
        String secret = "s3cr3t-" + UUID.randomUUID();
        String call = call("pay", "{\"amount\":5,\"to\":\"" + secret + "\"}", "");
        String approval = ask(call);
        assertThat(look(approval).question().arguments()).contains(secret);
        assertThat(look(approval).toString()).doesNotContain(secret);
        decide(approval, true, "");
        gateway.post(call);

        assertThat(gateway.decisions().toString()).doesNotContain(secret).contains(approval);
        assertThat(metrics()).doesNotContain(secret);
        assertThat(gateway.node()
                        .approvals()
                        .list(Which.ALL)
                        .toCompletableFuture()
                        .join()
                        .toString())
                .doesNotContain(secret)
                .contains(approval);
    }

    @Test
    void aNodeThatStopsHoldsNobody() throws Exception {
        CompletableFuture<RawHttp.Answer> held = CompletableFuture.supplyAsync(() -> gateway.post(PATIENT));
        pendingId();

        gateway.close();

        assertThat(held.join().body()).contains("approval_required");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void holdingEndsAfterItsTime() throws Exception {
        gateway.close();
        gateway = TestGateway.start(resources, upstream, policy("\"hold_for\":\"1s\",\"mode\":\"hold\""));

        assertThat(gateway.post(PAY).body()).contains("approval_required");
    }

    @Test
    void whatAnApproverEditedRunsAndTheAgentIsTold() throws Exception {
        String approval = ask(PAY);
        Decided refused = decide(approval, "{\"amount\":700}");
        assertThat(refused.kind()).isEqualTo(Decided.Kind.EDIT_REFUSED);
        assertThat(decide(approval, "{\"amount\":4,\"to\":\"bob\"}").kind()).isEqualTo(Decided.Kind.COUNTS);

        RawHttp.Answer answer = gateway.post(PAY);

        assertThat(answer.body())
                .contains("[APPROVED WITH CHANGES]", "{\\\"amount\\\":4,\\\"to\\\":\\\"bob\\\"}", "paid");
        assertThat(JSON.readTree(upstream.received().get(0).body().getBytes())
                        .at("/params/arguments/amount")
                        .asInt())
                .isEqualTo(4);
        assertThat(gateway.post(PAY).body()).contains("approval_required");
    }

    @Test
    void editedArgumentsRunInAnEventStreamToo() throws Exception {
        upstream.answers(exchange -> exchange.events(": hello\n\nid: 7\ndata: " + RESULT + "\n\n"));
        decide(ask(PAY), "{\"amount\":4}");

        assertThat(gateway.post(PAY).body())
                .startsWith(": hello\n\nid: 7\ndata: ")
                .contains("[APPROVED WITH CHANGES]");
    }

    @Test
    void aModernClientIsAskedToLeadItsUserToThePage() throws Exception {
        JsonNode first = modern("", "");
        assertThat(first.at("/result/resultType").asText()).isEqualTo("input_required");
        JsonNode question = first.at("/result/inputRequests/turnpike_approval/params");
        assertThat(question.path("mode").asText()).isEqualTo("url");
        String approval = pendingId();
        assertThat(question.path("url").asText()).endsWith("/console/approvals/" + approval);
        String state = first.at("/result/requestState").asText();
        decide(approval, true, "");

        JsonNode paid = modern(state, "accept");

        assertThat(paid.at("/result/content/0/text").asText()).isEqualTo("paid");
        assertThat(upstream.received()).hasSize(1);
        assertThat(upstream.received().get(0).body().toString()).doesNotContain("requestState", "inputResponses");
        assertThat(modern(state, "accept").toString()).contains("approval_expired", "was used already");
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void aStateThatWasTamperedWithOrIsAnothersIsRefused() throws Exception {
        String state = modern("", "").at("/result/requestState").asText();
        decide(pendingId(), true, "");
        char last = state.charAt(state.length() - 3);
        String tampered = state.substring(0, state.length() - 3)
                + (last == 'A' ? 'B' : 'A')
                + state.substring(state.length() - 2);

        assertThat(modern(tampered, "accept").at("/error/code").asInt()).isEqualTo(-32602);
        String other = modernBody("{\"amount\":6,\"to\":\"bob\"}", state, "accept");
        assertThat(gateway.post(other, MODERN_HEADERS).status()).isEqualTo(400);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aUserWhoDeclinesLeavesTheQuestionOpen() throws Exception {
        String state = modern("", "").at("/result/requestState").asText();

        assertThat(modern(state, "decline").at("/result/structuredContent/code").asText())
                .isEqualTo("approval_required");
    }

    /** Changes the documents, and waits for the node to notice. */
    private void edit(String before, String after) throws Exception {
        Path documents = resources.resolve("resources.yaml");
        String edited = Files.readString(documents).replace(before, after);
        inForce(() -> Files.writeString(documents, edited));
    }

    /** Makes a change, and waits until the node goes by it: who began to watch before has heard of it before. */
    private void inForce(Change change) throws Exception {
        Registry registry = gateway.node().registry();
        long revision = registry.snapshot().revision();
        AtomicLong heard = new AtomicLong();
        try (Registry.Watch watch = registry.watch(news -> heard.set(news.revision()))) {
            assertThat(watch).isNotNull();
            change.make();
            await().until(() -> heard.get() > revision);
        }
    }

    private interface Change {
        void make() throws Exception;
    }

    private String metrics() {
        return RawHttp.send(
                        gateway.node().managementPort(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n", new byte[0])
                .body();
    }

    private static String policy(String approval) {
        return """
                {"version":"1","default":"deny","tools":{"pay":{"action":"require_approval",
                 "deny_if":[{"path":"args.amount","op":"gt","value":500}],
                 "approval":{%s}}}}""".formatted(approval);
    }

    private static String call(String tool, String arguments, String meta) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + ",\"_meta\":{" + meta + "}}}";
    }

    private JsonNode modern(String state, String action) throws Exception {
        RawHttp.Answer answer =
                gateway.post(modernBody("{\"amount\":5,\"to\":\"bob\"}", state, action), MODERN_HEADERS);
        String body = answer.body();
        return JSON.readTree(
                body.startsWith("data: ") || body.startsWith(": ") ? body.substring(body.indexOf("data: ") + 6) : body);
    }

    private static String modernBody(String arguments, String state, String action) {
        String answer = state.isEmpty()
                ? ""
                : ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"turnpike_approval\":{\"action\":\""
                        + action + "\"}}";
        return """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":%s%s,"_meta":{
                 "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                 "io.modelcontextprotocol/clientCapabilities":{"elicitation":{"url":{}}}}}}""".formatted(arguments, answer);
    }

    private String ask(String call) throws Exception {
        return structured(gateway.post(call)).path("approval_id").asText();
    }

    private Socket connected() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.node().agentPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(String call, Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                                + "\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: "
                                + call.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + call)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode structured(RawHttp.Answer answer) throws Exception {
        return JSON.readTree(answer.body()).at("/result/structuredContent");
    }

    private String pendingId() {
        return await().until(
                        () -> gateway.node()
                                .approvals()
                                .list(Which.PENDING)
                                .toCompletableFuture()
                                .join(),
                        found -> found.size() == 1)
                .get(0)
                .id();
    }

    private Approval look(String id) {
        return gateway.node().approvals().find(id).toCompletableFuture().join().orElseThrow();
    }

    private Decided decide(String id, boolean approve, String note) {
        return decide(new Verdict(id, approve, note, Optional.empty(), Motion.Decide.ANY_REVISION));
    }

    private Decided decide(String id, String arguments) throws Exception {
        ObjectNode edited = (ObjectNode) JSON.readTree(arguments.getBytes(StandardCharsets.UTF_8));
        return decide(new Verdict(id, true, "", Optional.of(edited), Motion.Decide.ANY_REVISION));
    }

    private Decided decide(Verdict verdict) {
        return gateway.node()
                .approvals()
                .decide(CAROL, verdict)
                .toCompletableFuture()
                .join();
    }
}
