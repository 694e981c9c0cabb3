package dev.turnpike.gateway;

import static dev.turnpike.gateway.testing.TestDocuments.ALLOW;
import static dev.turnpike.gateway.testing.TestDocuments.DENY;
import static dev.turnpike.gateway.testing.TestDocuments.grant;
import static dev.turnpike.gateway.testing.TestDocuments.hash;
import static dev.turnpike.gateway.testing.TestDocuments.list;
import static dev.turnpike.gateway.testing.TestDocuments.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.ManagementClient.Answer;
import dev.turnpike.gateway.testing.OperatedGateway;
import dev.turnpike.gateway.testing.TestGateway;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of documents that operators apply, write and remove at a real node. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class AdminApplyTest {
    private static final String RESOURCES = "/admin/v1/resources";
    private static final String APPLY = "/admin/v1/apply";
    private static final String EVE = "tpk_eve-eve-eve-eve-eve-eve-eve-eve-eve-eve-eve";

    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(ALLOW);

    @Test
    void whatWasAppliedIsInForceAndApplyingItAgainChangesNothing() {
        String documents =
                list(policy("mine", ALLOW), grant("eve", "\"policy\":\"mine\",\"tokenSha256\":\"" + hash(EVE) + "\""));

        Answer plan = node.as(Role.ADMIN).post(APPLY + "?dryRun=true", documents);
        assertThat(call(EVE)).isEqualTo(401);
        Answer first = node.as(Role.ADMIN).post(APPLY, documents);
        assertThat(call(EVE)).isEqualTo(200);
        Answer second = node.as(Role.ADMIN).post(APPLY, documents);

        assertThat(plan.json().path("created").findValuesAsText("name")).containsExactly("mine", "eve");
        assertThat(plan.json().path("dryRun").asBoolean()).isTrue();
        assertThat(first.json().path("created")).hasSize(2);
        assertThat(first.json().path("revision").asLong())
                .isEqualTo(plan.json().path("revision").asLong() + 1);
        assertThat(second.json().path("created")).isEmpty();
        assertThat(second.json().path("unchanged")).hasSize(2);
        assertThat(second.json().path("revision")).isEqualTo(first.json().path("revision"));
        assertThat(node.auditLines("admin")).hasSize(1);
    }

    @Test
    void aGrantWithoutTokenGetsOneThatIsShownOnceAndKeptNowhere() throws Exception {
        Answer first = node.as(Role.ADMIN).post(APPLY, grant("eve", "\"policy\":\"tested\""));
        String token = first.json().path("tokens").path("eve").asText();
        assertThat(token).startsWith("tpk_");
        assertThat(call(token)).isEqualTo(200);

        assertThat(node.as(Role.ADMIN)
                        .post(APPLY, grant("eve", "\"policy\":\"tested\""))
                        .json()
                        .path("tokens"))
                .isEmpty();
        assertThat(node.as(Role.ADMIN)
                        .post(APPLY + "?dryRun=true", grant("fay", "\"policy\":\"tested\""))
                        .json()
                        .path("tokens"))
                .isEmpty();
        assertThat(node.as(Role.ADMIN).get(RESOURCES + "/grant/eve").http().body())
                .contains(hash(token))
                .doesNotContain(token);
        await().untilAsserted(() -> assertThat(node.auditLines("admin")).hasSize(1));
        assertThat(Files.readString(node.audit())).doesNotContain(token);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingIsStored() {
        Answer answer = node.as(Role.ADMIN)
                .post(
                        APPLY,
                        list(
                                "{\"kind\":\"Grant\",\"name\":\"eve\",\"server\":\"kestre\",\"polcy\":\"x\"}",
                                "{\"kind\":\"Policy\",\"name\":\"p\",\"file\":\"p.json\"}",
                                policy("q", "{\"version\":\"1\",\"default\":\"allow\",\"tols\":{}}")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("problems").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/polcy", "/server", "/file", "/document/tols");
        assertThat(answer.json().path("problems").findValuesAsText("hint"))
                .anyMatch(hint -> hint.contains("did you mean `policy`"))
                .anyMatch(hint -> hint.contains("`turnpike apply` puts it there"));
        assertThat(answer.json().path("problems").path(0).path("source").asText())
                .startsWith("(request)#");
        assertThat(answer.json().path("problems").path(0).path("line").asInt()).isPositive();
        assertThat(names("policy")).containsExactly("tested");
    }

    @Test
    void bodiesThatAreTooBigOrNoDocumentsAreRefused() {
        ManagementClient admin = node.as(Role.ADMIN);
        assertThat(admin.post(APPLY, " ".repeat((4 << 20) + 1)).status()).isEqualTo(413);
        assertThat(admin.post(APPLY, "").status()).isEqualTo(422);
        assertThat(admin.post(APPLY, "{").status()).isEqualTo(422);
        assertThat(admin.post(APPLY, "[".repeat(10_000)).status()).isEqualTo(422);
        assertThat(admin.post(APPLY, "[1,\"x\",null]").status()).isEqualTo(422);
        assertThat(admin.send("POST", APPLY, "text/plain", "[]").status()).isEqualTo(415);
        assertThat(admin.post(APPLY + "?prune=maybe", "[]").status()).isEqualTo(422);
        assertThat(admin.send("POST", APPLY, "application/yaml", "kind: Policy\nname: y\ndocument: " + DENY)
                        .status())
                .isEqualTo(200);
        assertThat(admin.with("PUT", RESOURCES + "/policy/x", policy("y", ALLOW))
                        .status())
                .isEqualTo(422);
        assertThat(admin.with("PUT", RESOURCES + "/policy/y", list(policy("y", ALLOW), policy("x", ALLOW)))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void ofTwoChangesMadeForOneRevisionOneIsRefused() {
        String tag = node.as(Role.ADMIN).get(RESOURCES).header("ETag");
        List<CompletableFuture<Answer>> both = Stream.of("one", "two")
                .map(name -> CompletableFuture.supplyAsync(
                        () -> node.as(Role.ADMIN).with("POST", APPLY, policy(name, DENY), "If-Match", tag)))
                .toList();
        List<Integer> statuses =
                both.stream().map(answer -> answer.join().status()).sorted().toList();

        assertThat(statuses).containsExactly(200, 412);
        assertThat(node.as(Role.ADMIN)
                        .with("POST", APPLY, policy("three", DENY), "If-Match", "12")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void manyChangesAtOnceAreAllDoneOrSaidToBeRefused() {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "p" + i;
            all.add(CompletableFuture.supplyAsync(() -> node.as(Role.ADMIN).post(APPLY, policy(name, DENY))));
        }
        List<Integer> statuses =
                all.stream().map(answer -> answer.join().status()).toList();
        long done = statuses.stream().filter(status -> status == 200).count();

        assertThat(statuses).allMatch(status -> List.of(200, 409, 503).contains(status));
        assertThat(names("policy")).hasSize((int) done + 1);
    }

    @Test
    void oneDocumentIsWrittenForTheRevisionThatWasRead() {
        ManagementClient admin = node.as(Role.ADMIN);
        String path = RESOURCES + "/policy/mine";
        assertThat(admin.with("PUT", path, policy("mine", ALLOW), "If-None-Match", "*")
                        .status())
                .isEqualTo(200);
        assertThat(admin.with("PUT", path, policy("mine", ALLOW), "If-None-Match", "*")
                        .status())
                .isEqualTo(412);
        String tag = admin.get(path).header("ETag");
        assertThat(admin.with("PUT", path, policy("mine", DENY), "If-Match", tag)
                        .status())
                .isEqualTo(200);
        assertThat(admin.with("PUT", path, policy("mine", ALLOW), "If-Match", tag)
                        .status())
                .isEqualTo(412);
        assertThat(admin.with("DELETE", path, "", "If-Match", tag).status()).isEqualTo(412);
        assertThat(admin.with("DELETE", path, "", "If-Match", admin.get(path).header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }

    @Test
    void whatOthersNeedStays() {
        Answer answer = node.as(Role.ADMIN).with("DELETE", RESOURCES + "/policy/tested", "");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("problems").path(0).path("source").asText())
                .isEqualTo("(registry) Grant alice");
        assertThat(names("policy")).containsExactly("tested");
    }

    @Test
    void pruningTakesWhatWasAppliedAndLeavesFilesAndSingleDocuments() {
        ManagementClient admin = node.as(Role.ADMIN);
        admin.post(APPLY, list(policy("a", DENY), policy("b", DENY)));
        admin.with("PUT", RESOURCES + "/policy/single", policy("single", DENY));
        admin.post(APPLY, policy("tested", DENY)); // a node's files declare it

        Answer answer = admin.post(APPLY + "?prune=true", policy("a", DENY));

        assertThat(answer.json().path("removed").findValuesAsText("name")).containsExactly("b");
        assertThat(names("policy")).containsExactly("a", "single", "tested");
        assertThat(names("grant")).containsExactly("alice", "bob");
    }

    @Test
    void aChangeOfWhatAFileDeclaresComesWithAWarning() {
        Answer answer = node.as(Role.ADMIN).post(APPLY, policy("tested", DENY));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("warnings").path(0).path("source").asText())
                .isEqualTo("Policy tested");
        assertThat(answer.json().path("warnings").path(0).path("message").asText())
                .isEqualTo("in the resources directory of a node as well");
    }

    @Test
    void everyChangeIsOneLineOfTheAuditWithTheRequestsId() throws Exception {
        ManagementClient admin = node.as(Role.ADMIN);
        Answer written = admin.with("PUT", RESOURCES + "/policy/mine", policy("mine", ALLOW), "X-Request-Id", "ci-42");
        long first = written.json().path("created").path(0).path("revision").asLong();
        Answer changed = admin.post(APPLY, list(policy("mine", DENY), policy("more", DENY)));
        Answer removed = admin.with("DELETE", RESOURCES + "/policy/mine", "");
        admin.post(APPLY, policy("bad", "{}"));

        assertThat(written.header("X-Request-Id")).isEqualTo("ci-42");
        await().untilAsserted(() -> assertThat(node.auditLines("admin")).hasSize(3));
        List<JsonNode> lines = node.auditLines("admin");
        assertThat(lines.get(0).path("operator").asText()).isEqualTo("admin");
        assertThat(lines.get(0).path("action").asText()).isEqualTo("write");
        assertThat(lines.get(0).path("outcome").asText()).isEqualTo("applied");
        assertThat(lines.get(0).path("request_id").asText()).isEqualTo("ci-42");
        assertThat(lines.get(0).path("documents").toString())
                .isEqualTo("[{\"kind\":\"policy\",\"name\":\"mine\",\"before\":0,\"after\":" + first + "}]");
        assertThat(lines.get(1).path("documents")).hasSize(2);
        assertThat(lines.get(1).path("request_id").asText()).isEqualTo(changed.header("X-Request-Id"));
        assertThat(lines.get(2).path("documents").toString())
                .isEqualTo("[{\"kind\":\"policy\",\"name\":\"mine\",\"before\":" + (first + 1) + ",\"after\":0}]");
        assertThat(lines.get(2).path("revision").asLong())
                .isEqualTo(removed.json().path("revision").asLong());
        assertThat(node.client("").get("/metrics").http().body())
                .contains("turnpike_admin_changes_total{action=\"apply\",result=\"applied\"} 1.0")
                .contains("turnpike_admin_changes_total{action=\"apply\",result=\"refused\"} 1.0")
                .contains("turnpike_admin_changes_total{action=\"write\",result=\"applied\"} 1.0");
    }

    @Test
    void idsOfRequestsAreBoundedAndInEveryProblem() {
        Answer bad = node.as(Role.VIEWER).with("GET", "/admin/v1/none", "", "X-Request-Id", "x".repeat(129));
        Answer good = node.client("").with("GET", "/admin/v1/none", "", "X-Request-Id", "mine");

        assertThat(bad.header("X-Request-Id")).hasSize(36);
        assertThat(bad.json().path("requestId").asText()).isEqualTo(bad.header("X-Request-Id"));
        assertThat(good.status()).isEqualTo(401);
        assertThat(good.json().path("requestId").asText()).isEqualTo("mine");
    }

    @Test
    void theTokenBeforeIsGoodUntilItsTimeAndNoLonger() {
        String until = java.time.Instant.now().plusSeconds(3600).toString();
        String past = java.time.Instant.now().minusMillis(1).toString();
        String rotated = "\"policy\":\"tested\",\"tokenSha256\":\"" + hash(EVE) + "\",\"previousTokenSha256\":\""
                + hash(TestGateway.ALICE) + "\",\"previousUntil\":\"";
        node.as(Role.ADMIN).post(APPLY, grant("alice", rotated + until + "\""));
        assertThat(call(EVE)).isEqualTo(200);
        assertThat(call(TestGateway.ALICE)).isEqualTo(200);

        assertThat(node.as(Role.ADMIN)
                        .post(APPLY, grant("alice", "\"policy\":\"tested\""))
                        .json()
                        .path("unchanged"))
                .hasSize(1);
        assertThat(node.as(Role.ADMIN)
                        .post(APPLY, grant("thief", "\"tokenSha256\":\"" + hash(TestGateway.ALICE) + "\""))
                        .status())
                .isEqualTo(422);

        node.as(Role.ADMIN).post(APPLY, grant("alice", rotated + past + "\""));
        assertThat(call(TestGateway.ALICE)).isEqualTo(401);
        assertThat(call(EVE)).isEqualTo(200);
    }

    private int call(String token) {
        return node.call(token, "look", "").status();
    }

    private List<String> names(String kind) {
        return node.as(Role.VIEWER)
                .get(RESOURCES + "?kind=" + kind)
                .json()
                .path("resources")
                .findValuesAsText("name");
    }
}
