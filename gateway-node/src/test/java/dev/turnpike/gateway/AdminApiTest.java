package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.ManagementClient.Answer;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do at a real node. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class AdminApiTest {
    private static final String APPROVALS = "/admin/v1/approvals";
    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
             "pay":{"action":"require_approval","deny_if":[{"path":"args.amount","op":"gt","value":500}]},
             "wire":{"action":"require_approval","approval":{"approvers":2}}}}""";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private Path operators = Path.of(".");
    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        operators = TestOperators.write(data, "carol", "dave");
        gateway = TestGateway.start(resources, upstream, POLICY, Map.of("operators", operators.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '',             401, 200, 200, 200, 200",
        "GET, /ID,            401, 200, 200, 200, 200",
        "GET, /none,          401, 404, 404, 404, 404",
        "GET, /stream,        401, 200, 200, 200, 200",
        "POST, /ID/approve,   401, 200, 403, 200, 403",
        "POST, /ID/deny,      401, 200, 403, 200, 403",
        "POST, /none/approve, 401, 404, 403, 404, 403",
        "POST, '',            401, 405, 405, 405, 405",
        "GET, /ID/approve,    401, 405, 405, 405, 405",
        "GET, /ID/else,       401, 404, 404, 404, 404"
    })
    void everyRoleMayDoWhatItMayAndNoMore(
            String method, String path, int nobody, int admin, int manager, int approver, int viewer) throws Exception {
        Map<Role, Integer> expected =
                Map.of(Role.ADMIN, admin, Role.POLICY_MANAGER, manager, Role.APPROVER, approver, Role.VIEWER, viewer);
        for (Role role : Role.values()) {
            String id = ask("pay", "{\"to\":\"" + role.text() + "\"}");
            String url = APPROVALS + path.replace("ID", id);
            assertThat(status(as(role), method, url)).as(role.text()).isEqualTo(expected.get(role));
        }
        String url = APPROVALS + path.replace("ID", ask("pay", "{\"amount\":9}"));
        assertThat(status(client(""), method, url)).isEqualTo(nobody);
        assertThat(status(client("tpo_of-nobody-of-nobody-of-nobody-of-nobody"), method, url))
                .isEqualTo(nobody);
        assertThat(status(client(TestGateway.ALICE), method, url)).isEqualTo(nobody);
    }

    @Test
    void whoMayNotComeInIsToldWhyAsRfc6750Has() {
        assertThat(client("").get(APPROVALS).header("WWW-Authenticate")).isEqualTo("Bearer realm=\"turnpike\"");
        assertThat(client("guessed").get(APPROVALS).header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"turnpike\", error=\"invalid_token\"");
        Answer lesser = as(Role.VIEWER).post(APPROVALS + "/x/approve", "{}");
        assertThat(lesser.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"turnpike\", error=\"insufficient_scope\"");
        assertThat(lesser.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(lesser.json().path("title").asText()).isEqualTo("Forbidden");
        assertThat(lesser.json().path("detail").asText()).isEqualTo("operators of role `viewer` may not do this");
    }

    @Test
    void whoTriesTokensHasToWaitEvenWithARightOneInTheEnd() {
        for (int attempt = 0; attempt < 10; attempt++) {
            assertThat(client("guess-" + attempt).get(APPROVALS).status()).isEqualTo(401);
        }

        Answer answer = as(Role.ADMIN).get(APPROVALS);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 61);
        assertThat(answer.json().path("code").asText()).isEqualTo("too_many_attempts");
    }

    @Test
    void theTokenOfAGrantIsNoOperators() throws Exception {
        gateway.close();
        Files.writeString(
                operators,
                "operators: [{ name: alice, role: admin, tokenSha256: \""
                        + TokenHash.of(TestGateway.ALICE).hex() + "\" }]");
        gateway = TestGateway.start(resources, upstream, POLICY, Map.of("operators", operators.toString()));

        Answer answer = client(TestGateway.ALICE).get(APPROVALS);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("code").asText()).isEqualTo("token_of_grant");
    }

    @Test
    void whoIsAddedToTheFileMayComeIn() throws Exception {
        Files.writeString(
                operators,
                "operators: [{ name: erin, role: viewer, tokenSha256: \""
                        + TokenHash.of(TestOperators.token("erin")).hex() + "\" }]");

        await().until(() -> as(Role.ADMIN).get(APPROVALS).status() == 401);

        assertThat(client(TestOperators.token("erin")).get(APPROVALS).status()).isEqualTo(200);
    }

    @Test
    void oneApprovalHasEverythingThatAPersonNeeds() throws Exception {
        String id = ask("pay", "{\"amount\":4.10,\"to\":\"b\\u006fb\",\"account\":12345678901234567890123}");

        Answer answer = as(Role.APPROVER).get(APPROVALS + "/" + id);

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode approval = answer.json();
        assertThat(approval.path("id").asText()).isEqualTo(id);
        assertThat(approval.path("state").asText()).isEqualTo("pending");
        assertThat(approval.path("void").asBoolean(true)).isFalse();
        assertThat(approval.path("grant").asText()).isEqualTo("alice");
        assertThat(approval.path("server").asText()).isEqualTo("kestra");
        assertThat(approval.path("tool").asText()).isEqualTo("pay");
        assertThat(approval.path("rule").asText()).isNotEmpty();
        assertThat(approval.path("reason").asText()).isNotEmpty();
        assertThat(approval.path("policy").asText()).isEqualTo("tested");
        assertThat(approval.path("policyRevision").asLong()).isPositive();
        assertThat(approval.path("requestedAt").asText())
                .endsWith("Z")
                .isLessThan(approval.path("expiresAt").asText());
        assertThat(approval.path("revision").asLong()).isPositive();
        assertThat(approval.path("approvers").asInt()).isEqualTo(1);
        assertThat(approval.path("uses").asInt()).isEqualTo(1);
        assertThat(approval.path("used").asInt(1)).isZero();
        assertThat(approval.at("/steps/0/kind").asText()).isEqualTo("requested");
        assertThat(approval.at("/steps/0/person").asText()).isEqualTo("alice");
        assertThat(approval.path("url").asText())
                .isEqualTo("http://127.0.0.1:" + gateway.node().managementPort() + "/console/approvals/" + id);
        assertThat(answer.http().body())
                .contains("\"arguments\":{\"amount\":4.10,\"to\":\"bob\",\"account\":12345678901234567890123}");
    }

    @Test
    void argumentsAreForApproversOnly() throws Exception {
        String id = ask("pay", "{\"amount\":1,\"secret\":\"hunter2\"}");

        for (Role role : List.of(Role.VIEWER, Role.POLICY_MANAGER)) {
            assertThat(as(role).get(APPROVALS + "/" + id).http().body()).doesNotContain("arguments", "hunter2");
        }
        for (Role role : List.of(Role.APPROVER, Role.ADMIN)) {
            assertThat(as(role).get(APPROVALS + "/" + id).http().body()).contains("hunter2");
            assertThat(as(role).get(APPROVALS).http().body()).contains(id).doesNotContain("arguments", "hunter2");
        }
    }

    @Test
    void pagesAddUpToTheListTheOldestFirst() throws Exception {
        List<String> asked = new ArrayList<>();
        for (int amount = 0; amount < 5; amount++) {
            asked.add(ask("pay", "{\"amount\":" + amount + "}"));
        }
        List<String> shown = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = as(Role.VIEWER).get(APPROVALS + "?limit=2" + after).json();
            assertThat(page.path("approvals")).hasSizeBetween(1, 2);
            page.path("approvals")
                    .forEach(approval -> shown.add(approval.path("id").asText()));
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(shown).containsExactlyInAnyOrderElementsOf(asked);
        assertThat(as(Role.VIEWER).get(APPROVALS).json().path("approvals"))
                .extracting(approval -> approval.path("id").asText())
                .isEqualTo(shown);
    }

    @Test
    void filtersShowWhatFits() throws Exception {
        String paid = ask("pay", "{}");
        String wired = ask("wire", "{}");
        decide(Role.ADMIN, paid, "deny", "{}");

        assertThat(ids("")).containsExactly(wired);
        assertThat(ids("?state=all")).containsExactlyInAnyOrder(paid, wired);
        assertThat(ids("?state=all&tool=pay")).containsExactly(paid);
        assertThat(ids("?grant=alice&server=kestra")).containsExactly(wired);
        assertThat(ids("?grant=bob")).isEmpty();
        assertThat(ids("?server=other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?state=open", "?limit=0", "?limit=501", "?limit=x", "?after=x", "?grnat=alice", "?tool=a&tool=b"
            })
    void aQueryThatMakesNoSenseIsRefused(String query) {
        Answer answer = as(Role.VIEWER).get(APPROVALS + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
    }

    @Test
    void anApprovedCallRuns() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Answer answer = decide(Role.APPROVER, id, "approve", "{\"note\":\"go ahead\",\"revision\":1}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("state").asText()).isEqualTo("approved");
        assertThat(answer.json().at("/steps/1/person").asText()).isEqualTo("approver");
        assertThat(answer.json().at("/steps/1/note").asText()).isEqualTo("go ahead");
        assertThat(call("pay", "{\"amount\":1}")).doesNotContain("approval_required");
        assertThat(upstream.received()).hasSize(1);
        assertThat(as(Role.VIEWER)
                        .get(APPROVALS + "/" + id)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("used");
    }

    @Test
    void aBodyIsNotNeeded() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        assertThat(as(Role.APPROVER)
                        .send("POST", APPROVALS + "/" + id + "/approve", "text/plain", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoDecisionsAreOne() throws Exception {
        String id = ask("pay", "{\"amount\":1}");
        decide(Role.APPROVER, id, "deny", "{}");

        Answer second = decide(Role.ADMIN, id, "approve", "{}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("code").asText()).isEqualTo("already_decided");
        assertThat(second.json().path("detail").asText()).isEqualTo("it is denied already");
        assertThat(second.json().at("/approval/state").asText()).isEqualTo("denied");
    }

    @Test
    void whereTwoMustAgreeTheyAreTwo() throws Exception {
        String id = ask("wire", "{\"amount\":1}");

        Answer first = client(TestOperators.token("carol")).post(APPROVALS + "/" + id + "/approve", "{}");
        Answer again = client(TestOperators.token("carol")).post(APPROVALS + "/" + id + "/approve", "{}");
        Answer second = client(TestOperators.token("dave")).post(APPROVALS + "/" + id + "/approve", "{}");

        assertThat(first.json().path("state").asText()).isEqualTo("pending");
        assertThat(first.json().path("agreed").get(0).asText()).isEqualTo("carol");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asText()).isEqualTo("same_person");
        assertThat(second.json().path("state").asText()).isEqualTo("approved");
    }

    @Test
    void whoSawAnotherRevisionLooksAgain() throws Exception {
        String id = ask("wire", "{\"amount\":1}");
        client(TestOperators.token("carol")).post(APPROVALS + "/" + id + "/approve", "{\"arguments\":{\"amount\":2}}");

        Answer stale = client(TestOperators.token("dave")).post(APPROVALS + "/" + id + "/approve", "{\"revision\":1}");

        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("code").asText()).isEqualTo("moved");
        assertThat(stale.json().at("/approval/editedArguments/amount").asInt()).isEqualTo(2);
    }

    @Test
    void editedArgumentsRunAsTheyWereWritten() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Answer answer = decide(
                Role.APPROVER, id, "approve", "{\"arguments\":{\"amount\":0.10,\"ref\":12345678901234567890123}}");

        assertThat(answer.http().body())
                .contains("\"editedArguments\":{\"amount\":0.10,\"ref\":12345678901234567890123}");
        call("pay", "{\"amount\":1}");
        assertThat(upstream.received().get(0).body().toString())
                .contains("{\"amount\":0.10,\"ref\":12345678901234567890123}");
    }

    @Test
    void editedArgumentsThatThePolicyRefusesAreRefused() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Answer answer = decide(Role.APPROVER, id, "approve", "{\"arguments\":{\"amount\":501}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("code").asText()).isEqualTo("edit_refused");
        assertThat(answer.json().at("/approval/state").asText()).isEqualTo("pending");
    }

    @Test
    void anApprovalOfAnEditedPolicyIsVoid() throws Exception {
        String id = ask("pay", "{\"amount\":1}");
        gateway.policy(POLICY.replace("500", "400"));
        await().untilAsserted(() -> assertThat(as(Role.VIEWER)
                        .get(APPROVALS + "/" + id)
                        .json()
                        .path("void")
                        .asBoolean())
                .isTrue());

        Answer answer = decide(Role.APPROVER, id, "approve", "{}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo("void");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"note\":\"a\",\"note\":\"b\"}              | duplicate key `note` in the message",
                "{\"arguments\":{\"a\":{\"b\":1,\"b\":2}}}    | duplicate key `b` in `/arguments/a`",
                "{\"nite\":\"a\",\"revision\":\"1\",\"note\":7} | note: of the wrong type (expected: a string);"
                        + " revision: not usable (expected: the `revision` of an answer);"
                        + " unknown field `nite` (expected: `note`, `arguments`, `revision`)",
                "{\"arguments\":[]}                           | arguments: of the wrong type (expected: an object)",
                "{\"revision\":1.5}                           | revision: not usable (expected: the `revision` of an answer)",
                "{\"revision\":99999999999999999999}          | revision: not usable (expected: the `revision` of an answer)",
                "[]                                           | the body must be a JSON object",
                "{} {}                                        | more than one JSON value",
                "{\"note\":                                   | not JSON at byte 8"
            })
    void aBodyThatIsNotPlainIsRefused(String body, String detail) throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Answer answer = decide(Role.APPROVER, id, "approve", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).isEqualTo(detail);
        assertThat(ids("")).containsExactly(id);
    }

    @Test
    void aBodyThatIsTooLongOrOfAnotherKindIsRefused() throws Exception {
        String approve = APPROVALS + "/" + ask("pay", "{}") + "/approve";
        ManagementClient approver = as(Role.APPROVER);

        assertThat(approver.post(approve, "{\"note\":\"" + "x".repeat(512 << 10) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(approver.post(approve, "{\"note\":\"" + "x".repeat(2_001) + "\"}")
                        .json()
                        .path("detail")
                        .asText())
                .isEqualTo("note: 2001 characters (expected: at most 2000)");
        assertThat(approver.send("POST", approve, "text/plain", "{}").status()).isEqualTo(415);
        assertThat(approver.post(approve.replace("approve", "deny"), "{\"arguments\":{}}")
                        .status())
                .isEqualTo(422);
        assertThat(ids("")).hasSize(1);
    }

    @Test
    void theStreamTellsWhatIsOpenAndThenWhatChanges() throws Exception {
        String early = ask("pay", "{\"amount\":1,\"secret\":\"hunter2\"}");
        decide(Role.APPROVER, ask("pay", "{\"amount\":2}"), "deny", "{}");
        HttpResponse<Stream<String>> stream = as(Role.APPROVER).stream(APPROVALS + "/stream");
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store");

        try (Stream<String> lines = stream.body()) {
            Iterator<String> data =
                    lines.filter(line -> line.startsWith("data: ")).iterator();
            JsonNode first = event(data);
            assertThat(first.path("id").asText()).isEqualTo(early);
            assertThat(first.path("state").asText()).isEqualTo("pending");
            assertThat(first.has("arguments")).isFalse();

            String late = ask("pay", "{\"amount\":3}");
            assertThat(event(data).path("id").asText()).isEqualTo(late);
            decide(Role.APPROVER, late, "approve", "{}");
            assertThat(event(data).path("state").asText()).isEqualTo("approved");
            call("pay", "{\"amount\":3}");
            assertThat(event(data).path("state").asText()).isEqualTo("used");

            gateway.close();
            assertThat(data.hasNext()).isFalse();
        }
    }

    @Test
    void foreignPagesAreRefusedAndTheConsolesOwnAreNot() throws Exception {
        gateway.close();
        gateway = TestGateway.start(
                resources,
                upstream,
                POLICY,
                Map.of("operators", operators.toString(), "console-url", "https://turnpike.example.org"));
        String id = ask("pay", "{}");

        assertThat(as(Role.ADMIN).get(APPROVALS + "/" + id).json().path("url").asText())
                .isEqualTo("https://turnpike.example.org/console/approvals/" + id);
        assertThat(origin("https://turnpike.example.org")).isEqualTo(401);
        assertThat(origin("https://evil.example")).isEqualTo(403);
    }

    private int origin(String origin) {
        return RawHttp.send(
                        gateway.node().managementPort(),
                        "GET " + APPROVALS + " HTTP/1.1\r\nHost: turnpike.example.org\r\nOrigin: " + origin + "\r\n",
                        new byte[0])
                .status();
    }

    private static JsonNode event(Iterator<String> data) throws Exception {
        return new ObjectMapper().readTree(data.next().substring("data: ".length()));
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        as(Role.VIEWER)
                .get(APPROVALS + query)
                .json()
                .path("approvals")
                .forEach(approval -> ids.add(approval.path("id").asText()));
        return ids;
    }

    private Answer decide(Role role, String id, String decision, String body) {
        return as(role).post(APPROVALS + "/" + id + "/" + decision, body);
    }

    private static int status(ManagementClient client, String method, String url) {
        if (method.equals("POST")) {
            return client.post(url, "{}").status();
        }
        HttpResponse<Stream<String>> answer = client.stream(url);
        answer.body().close();
        return answer.statusCode();
    }

    private ManagementClient as(Role role) {
        return client(TestOperators.token(role));
    }

    private ManagementClient client(String token) {
        return new ManagementClient(gateway.node().managementPort(), token);
    }

    /** Makes a call that needs a person; answers with the id of the approval. */
    private String ask(String tool, String arguments) throws Exception {
        return new ObjectMapper()
                .readTree(call(tool, arguments))
                .at("/result/structuredContent/approval_id")
                .asText();
    }

    private String call(String tool, String arguments) {
        return gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":" + arguments + "}}")
                .body();
    }
}
