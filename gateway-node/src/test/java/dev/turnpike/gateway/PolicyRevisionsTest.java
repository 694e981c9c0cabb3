package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.ManagementClient.Answer;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Earlier revisions of policies, at a real node: seen, put back, and held for grants that are pinned to them. */
final class PolicyRevisionsTest {
    private static final String CAREFUL = "/admin/v1/resources/policy/careful";
    private static final String REVISIONS = "/admin/v1/policies/careful/revisions";
    private static final String GRANT = "/admin/v1/resources/grant/";
    private static final String ALLOW = "{\"version\":\"1\",\"default\":\"allow\"}";
    private static final String DENY = "{\"version\":\"1\",\"default\":\"deny\"}";
    private static final String ASK =
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"look\":{\"action\":\"require_approval\"}}}";
    private static final String PINNED = "tpk_pinned-pinned-pinned-pinned-pinned-pinned";
    private static final String FOLLOWING = "tpk_following-following-following-following";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"look\",\"arguments\":{}}}";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        gateway = TestGateway.start(
                resources,
                upstream,
                ALLOW,
                Map.of(
                        "operators", TestOperators.write(data).toString(),
                        "audit-file", data.resolve("audit.jsonl").toString()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void aPinnedGrantKeepsItsRevisionWhateverBecomesOfThePolicy() {
        long first = write(ALLOW);
        long second = write(DENY);
        grant("pinned", PINNED, "careful@" + first);
        grant("following", FOLLOWING, "careful");

        assertThat(call(PINNED)).satisfies(record -> isBy(record, Verdict.ALLOW, first));
        assertThat(call(FOLLOWING)).satisfies(record -> isBy(record, Verdict.DENY, second));

        long third = write(ASK);
        assertThat(call(PINNED)).satisfies(record -> isBy(record, Verdict.ALLOW, first));
        assertThat(call(FOLLOWING)).satisfies(record -> isBy(record, Verdict.ASK, third));

        admin().with("DELETE", GRANT + "following", "");
        assertThat(admin().with("DELETE", CAREFUL, "").status()).isEqualTo(200);
        assertThat(call(PINNED)).satisfies(record -> isBy(record, Verdict.ALLOW, first));
        assertThat(revisions()).containsExactly(third, second, first);
    }

    @Test
    void whatWasInForceOnceIsPutBackAsANewRevision() {
        long first = write(ALLOW);
        long second = write(DENY);
        grant("following", FOLLOWING, "careful");
        assertThat(call(FOLLOWING).decision()).isEqualTo(Verdict.DENY);
        String tag = admin().get(REVISIONS).header("ETag");
        assertThat(tag).isEqualTo("\"" + second + "\"");

        String restore = REVISIONS + "/" + first + "/restore";
        assertThat(admin().with("POST", restore, "", "If-Match", "\"" + first + "\"")
                        .status())
                .isEqualTo(412);
        Answer answer = as(Role.POLICY_MANAGER).with("POST", restore, "", "If-Match", tag, "X-Request-Id", "back-1");

        assertThat(answer.status()).isEqualTo(200);
        long third = answer.json().path("changed").path(0).path("revision").asLong();
        assertThat(third).isGreaterThan(second);
        assertThat(call(FOLLOWING)).satisfies(record -> isBy(record, Verdict.ALLOW, third));
        assertThat(revisions()).containsExactly(third, second, first);
        assertThat(admin().get(CAREFUL).json())
                .isEqualTo(admin().get(REVISIONS + "/" + first).json());
        await().untilAsserted(() -> assertThat(audit())
                .contains("\"operator\":\"policy_manager\",\"action\":\"restore\",\"outcome\":\"applied\"")
                .contains("\"documents\":[{\"kind\":\"policy\",\"name\":\"careful\",\"before\":" + second
                        + ",\"after\":" + third + "}],\"request_id\":\"back-1\""));
        assertThat(admin().post(restore, "").json().path("unchanged")).hasSize(1);
        assertThat(client("").get("/metrics").http().body())
                .contains("turnpike_admin_changes_total{action=\"restore\",result=\"applied\"} 1.0");
    }

    @Test
    void aPolicyThatWasRemovedIsPutBack() {
        long first = write(ALLOW);
        assertThat(admin().with("DELETE", CAREFUL, "").status()).isEqualTo(200);
        Answer list = as(Role.VIEWER).get(REVISIONS);
        assertThat(list.header("ETag")).isEmpty();
        assertThat(list.json().path("revisions").toString())
                .isEqualTo("[{\"revision\":" + first + ",\"current\":false,\"pinned\":false}]");

        String restore = REVISIONS + "/" + first + "/restore";
        assertThat(admin().with("POST", restore, "", "If-None-Match", "*").status())
                .isEqualTo(200);
        assertThat(admin().with("POST", restore, "", "If-None-Match", "*").status())
                .isEqualTo(412);
        assertThat(admin().get(CAREFUL).json().path("document").toString()).isEqualTo(ALLOW);
    }

    @Test
    void revisionsAndPinsOutliveTheNodeWhereThereIsAStore() throws Exception {
        gateway.close();
        Map<String, String> settings =
                Map.of("operators", TestOperators.write(data).toString(), "store", "file:" + data.resolve("store"));
        gateway = TestGateway.start(resources, upstream, ALLOW, settings);
        long first = write(ALLOW);
        long second = write(DENY);
        long third = write(ASK);
        grant("pinned", PINNED, "careful@" + first);
        gateway.close();

        Files.writeString(
                resources.resolve("following.yaml"),
                "kind: Grant\nname: following\nserver: kestra\npolicy: careful@" + second + "\ntokenSha256: "
                        + TokenHash.of(FOLLOWING).hex() + "\n");
        gateway = TestGateway.open(resources, settings);

        assertThat(call(PINNED)).satisfies(record -> isBy(record, Verdict.ALLOW, first));
        assertThat(call(FOLLOWING)).satisfies(record -> isBy(record, Verdict.DENY, second));
        assertThat(revisions()).containsExactly(third, second, first);
        assertThat(admin().post(REVISIONS + "/" + first + "/restore", "").status())
                .isEqualTo(200);
        assertThat(revisions()).hasSize(4);
    }

    @Test
    void theListComesInPagesAndTellsWhatIsInForceAndWhatIsPinned() {
        long first = write(ALLOW);
        long second = write(DENY);
        long third = write(ASK);
        grant("pinned", PINNED, "careful@" + first);

        Answer page = as(Role.VIEWER).get(REVISIONS + "?limit=2");
        assertThat(page.json().toString())
                .isEqualTo("{\"policy\":\"careful\",\"revisions\":[{\"revision\":" + third
                        + ",\"current\":true,\"pinned\":false},{\"revision\":" + second
                        + ",\"current\":false,\"pinned\":false}],\"next\":\"" + second + "\"}");
        Answer rest = as(Role.VIEWER).get(REVISIONS + "?limit=2&after=" + second);
        assertThat(rest.json().toString())
                .isEqualTo("{\"policy\":\"careful\",\"revisions\":[{\"revision\":" + first
                        + ",\"current\":false,\"pinned\":true}]}");
        assertThat(as(Role.VIEWER).get(REVISIONS + "?limit=0&after=x&y=1").status())
                .isEqualTo(422);
        assertThat(as(Role.VIEWER).get(REVISIONS + "/" + first).header("ETag")).isEqualTo("\"" + first + "\"");
    }

    @Test
    void aPinIsNobodysDocument() {
        long first = write(ALLOW);
        write(DENY);
        grant("pinned", PINNED, "careful@" + first);
        String pin = CAREFUL + "@" + first;

        assertThat(admin().get("/admin/v1/resources?kind=policy").http().body()).doesNotContain("careful@");
        assertThat(admin().get(pin).status()).isEqualTo(404);
        assertThat(admin().with("DELETE", pin, "").status()).isEqualTo(404);
        assertThat(admin().with("PUT", pin, policy("careful@" + first, DENY)).status())
                .isEqualTo(404);
        assertThat(admin().post("/admin/v1/apply", policy("careful@" + first, DENY))
                        .status())
                .isEqualTo(422);
        assertThat(admin().get("/admin/v1/policies/careful@" + first + "/revisions")
                        .status())
                .isEqualTo(404);
        assertThat(admin().post("/admin/v1/apply?prune=true", "[]").json().path("removed"))
                .isEmpty();
        assertThat(call(PINNED)).satisfies(record -> isBy(record, Verdict.ALLOW, first));
        assertThat(admin().get(GRANT + "pinned").json().path("policy").asText()).isEqualTo("careful@" + first);

        admin().with("DELETE", GRANT + "pinned", "");
        assertThat(gateway.node().registry().snapshot().resources().keySet())
                .noneMatch(id -> id.name().contains("@"));
    }

    @Test
    void aRevisionThatNobodyKnowsIsRefusedWithThoseThatAreKnown() {
        long first = write(ALLOW);
        long second = write(DENY);

        JsonNode problem = admin().with("PUT", GRANT + "pinned", grantText("pinned", PINNED, "careful@999"))
                .json()
                .path("problems")
                .path(0);
        assertThat(problem.path("pointer").asText()).isEqualTo("/policy");
        assertThat(problem.path("message").asText()).isEqualTo("revision 999 of policy `careful` is not known");
        assertThat(problem.path("hint").asText()).isEqualTo("the newest that are: " + second + ", " + first);
        assertThat(admin().with("PUT", GRANT + "pinned", grantText("pinned", PINNED, "carefull@1"))
                        .json()
                        .path("problems")
                        .path(0)
                        .path("hint")
                        .asText())
                .isEqualTo("did you mean `careful`?");
        for (String wrong : List.of("careful@", "careful@0", "careful@x", "careful@1@2", "Careful")) {
            assertThat(admin().with("PUT", GRANT + "pinned", grantText("pinned", PINNED, wrong))
                            .status())
                    .as(wrong)
                    .isEqualTo(422);
        }
    }

    private static void isBy(AuditRecord record, Verdict verdict, long revision) {
        assertThat(record.decision()).isEqualTo(verdict);
        assertThat(record.policy()).contains("careful");
        assertThat(record.policyRevision()).isEqualTo(revision);
    }

    /** The revision that the policy gets. */
    private long write(String policy) {
        assertThat(admin().with("PUT", CAREFUL, policy("careful", policy)).status())
                .isEqualTo(200);
        return Long.parseLong(admin().get(CAREFUL).header("ETag").replace("\"", ""));
    }

    private void grant(String name, String token, String policy) {
        assertThat(admin().with("PUT", GRANT + name, grantText(name, token, policy))
                        .status())
                .isEqualTo(200);
    }

    private AuditRecord call(String token) {
        int before = gateway.decisions().size();
        byte[] body = CALL.getBytes(StandardCharsets.UTF_8);
        gateway.send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + body.length + "\r\n",
                body);
        await().until(() -> gateway.decisions().size() > before);
        return gateway.decisions().get(before);
    }

    private List<Long> revisions() {
        return as(Role.VIEWER).get(REVISIONS).json().path("revisions").findValues("revision").stream()
                .map(JsonNode::asLong)
                .toList();
    }

    private String audit() throws Exception {
        return Files.readString(data.resolve("audit.jsonl"));
    }

    private static String policy(String name, String policy) {
        return "{\"kind\":\"Policy\",\"name\":\"" + name + "\",\"document\":" + policy + "}";
    }

    private static String grantText(String name, String token, String policy) {
        return new ObjectMapper()
                .createObjectNode()
                .put("kind", "Grant")
                .put("name", name)
                .put("server", "kestra")
                .put("policy", policy)
                .put("tokenSha256", TokenHash.of(token).hex())
                .toString();
    }

    private ManagementClient admin() {
        return as(Role.ADMIN);
    }

    private ManagementClient as(Role role) {
        return client(TestOperators.token(role));
    }

    private ManagementClient client(String token) {
        return new ManagementClient(gateway.node().managementPort(), token);
    }
}
