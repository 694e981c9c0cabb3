package dev.turnpike.gateway;

import static java.util.Map.entry;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators do to the documents of a real node. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class AdminResourcesTest {
    private static final String RESOURCES = "/admin/v1/resources";
    private static final String APPLY = "/admin/v1/apply";
    private static final String ALLOW = "{\"version\":\"1\",\"default\":\"allow\"}";
    private static final String DENY = "{\"version\":\"1\",\"default\":\"deny\"}";
    private static final String EVE = "tpk_eve-eve-eve-eve-eve-eve-eve-eve-eve-eve-eve";
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /resources                     | ''     | 401 | 200 | 200 | 200 | 200",
                "GET    | /resources/grant/alice         | ''     | 401 | 200 | 200 | 200 | 200",
                "GET    | /resources/grant/none          | ''     | 401 | 404 | 404 | 404 | 404",
                "GET    | /resources/house/none          | ''     | 401 | 404 | 404 | 404 | 404",
                "POST   | /apply                         | []     | 401 | 200 | 200 | 403 | 403",
                "POST   | /apply                         | POLICY | 401 | 200 | 200 | 403 | 403",
                "POST   | /apply                         | GRANT  | 401 | 200 | 403 | 403 | 403",
                "POST   | /apply                         | SERVER | 401 | 200 | 403 | 403 | 403",
                "POST   | /apply?dryRun=true             | GRANT  | 401 | 200 | 403 | 403 | 403",
                "POST   | /apply                         | LESS   | 401 | 200 | 200 | 403 | 403",
                "PUT    | /resources/policy/new          | POLICY | 401 | 200 | 200 | 403 | 403",
                "PUT    | /resources/grant/new           | GRANT  | 401 | 200 | 403 | 403 | 403",
                "PUT    | /resources/server/new          | SERVER | 401 | 200 | 403 | 403 | 403",
                "DELETE | /resources/policy/spare        | ''     | 401 | 200 | 200 | 403 | 403",
                "DELETE | /resources/grant/bob           | ''     | 401 | 200 | 403 | 403 | 403",
                "DELETE | /resources/server/spare        | ''     | 401 | 200 | 403 | 403 | 403",
                "DELETE | /resources/policy/none         | ''     | 401 | 404 | 404 | 403 | 403",
                "GET    | /openapi.json                  | ''     | 401 | 200 | 200 | 200 | 200",
                "PATCH  | /resources/grant/alice         | ''     | 401 | 405 | 405 | 405 | 405",
                "GET    | /apply                         | ''     | 401 | 405 | 405 | 405 | 405",
                "POST   | /resources                     | ''     | 401 | 405 | 405 | 405 | 405",
                "POST   | /openapi.json                  | ''     | 401 | 405 | 405 | 405 | 405",
                "GET    | /elsewhere                     | ''     | 401 | 404 | 404 | 404 | 404"
            })
    void everyRoleMayDoWhatItMayAndNoMore(
            String method, String path, String body, int nobody, int admin, int manager, int approver, int viewer) {
        Map<Role, Integer> expected =
                Map.of(Role.ADMIN, admin, Role.POLICY_MANAGER, manager, Role.APPROVER, approver, Role.VIEWER, viewer);
        String url = "/admin/v1" + path;
        for (Role role : List.of(Role.VIEWER, Role.APPROVER, Role.POLICY_MANAGER, Role.ADMIN)) {
            assertThat(as(Role.ADMIN)
                            .post(APPLY, list(policy("spare", DENY), server("spare")))
                            .status())
                    .isEqualTo(200);
            assertThat(as(role).with(method, url, body(body)).status())
                    .as(role.text())
                    .isEqualTo(expected.get(role));
        }
        assertThat(client("").with(method, url, body(body)).status()).isEqualTo(nobody);
        assertThat(client(TestGateway.ALICE).with(method, url, body(body)).status())
                .isEqualTo(nobody);
    }

    /** By operation of the API's description; one that is missing here fails the test. */
    private static final Map<String, Set<Role>> MAY = Map.ofEntries(
            entry("listApprovals", EnumSet.allOf(Role.class)),
            entry("followApprovals", EnumSet.allOf(Role.class)),
            entry("showApproval", EnumSet.allOf(Role.class)),
            entry("approveCall", EnumSet.of(Role.ADMIN, Role.APPROVER)),
            entry("denyCall", EnumSet.of(Role.ADMIN, Role.APPROVER)),
            entry("listDocuments", EnumSet.allOf(Role.class)),
            entry("showDocument", EnumSet.allOf(Role.class)),
            entry("writeDocument", EnumSet.of(Role.ADMIN, Role.POLICY_MANAGER)),
            entry("removeDocument", EnumSet.of(Role.ADMIN, Role.POLICY_MANAGER)),
            entry("applyDocuments", EnumSet.of(Role.ADMIN, Role.POLICY_MANAGER)),
            entry("listRecords", EnumSet.allOf(Role.class)),
            entry("describe", EnumSet.allOf(Role.class)));

    @Test
    void everyRouteIsClosedToWhoHasNoTokenOrALesserRole() {
        JsonNode paths = as(Role.VIEWER).get("/admin/v1/openapi.json").json().path("paths");
        Set<String> operations = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String operation = method.getValue().path("operationId").asText();
                operations.add(operation);
                String url = path.getKey().replace("{kind}", "policy").replaceAll("\\{\\w+\\}", "none");
                String verb = method.getKey().toUpperCase(java.util.Locale.ROOT);
                assertThat(status(client(""), verb, url)).as(operation).isEqualTo(401);
                for (Role role : Role.values()) {
                    assertThat(status(as(role), verb, url) != 403)
                            .as("%s as %s", operation, role)
                            .isEqualTo(MAY.getOrDefault(operation, Set.of()).contains(role));
                }
            }
        }
        assertThat(operations).isEqualTo(MAY.keySet());
    }

    private static int status(ManagementClient client, String method, String url) {
        if (url.endsWith("/stream")) {
            HttpResponse<Stream<String>> stream = client.stream(url);
            stream.body().close();
            return stream.statusCode();
        }
        return client.with(method, url, "").status();
    }

    private String body(String name) {
        return switch (name) {
            case "POLICY" -> policy("new", ALLOW);
            case "GRANT" -> grant("new", "\"policy\":\"tested\"");
            case "SERVER" -> server("new");
            case "LESS" -> grant("alice", "\"policy\":\"spare\"");
            default -> name;
        };
    }

    @Test
    void aManagerOfPoliciesLooksUpNoSecretsAndMovesNoGrant() {
        as(Role.ADMIN).post(APPLY, policy("spare", DENY));

        assertThat(as(Role.POLICY_MANAGER)
                        .post(APPLY, grant("alice", "\"policy\":\"spare\",\"token\":\"file:/etc/nothing\"")))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(403))
                .satisfies(answer -> assertThat(answer.http().body()).doesNotContain("/etc/nothing"));
        for (String more : List.of(
                "\"disabled\":true", "\"expires\":\"2030-01-01T00:00:00Z\"", "\"tokenSha256\":\"" + hash(EVE) + "\"")) {
            Answer answer = as(Role.POLICY_MANAGER).post(APPLY, grant("alice", "\"policy\":\"spare\"," + more));
            assertThat(answer.status()).as(more).isEqualTo(403);
            assertThat(answer.json().path("detail").asText()).contains("Grant `alice`");
        }
        assertThat(as(Role.POLICY_MANAGER)
                        .post(APPLY, "{\"kind\":\"Grant\",\"name\":\"alice\",\"server\":\"other\"}")
                        .status())
                .isEqualTo(403);
        assertThat(as(Role.POLICY_MANAGER).post(APPLY + "?prune=true", "[]").status())
                .isEqualTo(200);
        assertThat(names("policy")).doesNotContain("spare");
        as(Role.ADMIN).post(APPLY, server("spare"));
        assertThat(as(Role.POLICY_MANAGER).post(APPLY + "?prune=true", "[]").status())
                .isEqualTo(403);
    }

    @Test
    void theListComesInPagesByKindAndName() {
        Answer first = as(Role.VIEWER).get(RESOURCES + "?limit=2");
        assertThat(first.json().path("resources").findValuesAsText("name")).containsExactly("kestra", "other");
        assertThat(first.header("ETag"))
                .isEqualTo("\"" + first.json().path("revision").asLong() + "\"");
        assertThat(first.json().path("resources").path(0).has("document")).isFalse();
        assertThat(first.json().path("resources").path(0).path("origin").asText())
                .isEqualTo("files");

        Answer second = as(Role.VIEWER)
                .get(RESOURCES + "?limit=2&after=" + first.json().path("next").asText());
        assertThat(second.json().path("resources").findValuesAsText("name")).containsExactly("tested", "alice");
        Answer third = as(Role.VIEWER)
                .get(RESOURCES + "?limit=2&after=" + second.json().path("next").asText());
        assertThat(third.json().path("resources").findValuesAsText("name")).containsExactly("bob");
        assertThat(third.json().has("next")).isFalse();

        Answer grants = as(Role.VIEWER).get(RESOURCES + "?kind=grant&documents=true");
        assertThat(grants.json()
                        .path("resources")
                        .path(0)
                        .path("document")
                        .path("server")
                        .asText())
                .isEqualTo("kestra");
        assertThat(as(Role.VIEWER)
                        .get(RESOURCES + "?kind=house&limit=0&after=x&y=z")
                        .json()
                        .path("detail")
                        .asText())
                .contains("kind: `house`", "limit: `0`", "after:", "unknown parameter `y`");
    }

    @Test
    void oneIsShownInItsNormalFormWithoutSecrets() {
        Answer server = as(Role.VIEWER).get(RESOURCES + "/server/kestra");

        assertThat(server.status()).isEqualTo(200);
        assertThat(server.header("ETag")).matches("\"[0-9]+\"");
        assertThat(server.json()
                        .path("upstream")
                        .path("headers")
                        .path("X-Api-Key")
                        .asText())
                .isEqualTo("env:UPSTREAM_KEY");
        assertThat(server.http().body()).doesNotContain("upstream-secret");
    }

    @Test
    void whatWasAppliedIsInForceAndApplyingItAgainChangesNothing() {
        String documents =
                list(policy("mine", ALLOW), grant("eve", "\"policy\":\"mine\",\"tokenSha256\":\"" + hash(EVE) + "\""));

        Answer plan = as(Role.ADMIN).post(APPLY + "?dryRun=true", documents);
        assertThat(call(EVE)).isEqualTo(401);
        Answer first = as(Role.ADMIN).post(APPLY, documents);
        assertThat(call(EVE)).isEqualTo(200);
        Answer second = as(Role.ADMIN).post(APPLY, documents);

        assertThat(plan.json().path("created").findValuesAsText("name")).containsExactly("mine", "eve");
        assertThat(plan.json().path("dryRun").asBoolean()).isTrue();
        assertThat(first.json().path("created")).hasSize(2);
        assertThat(first.json().path("revision").asLong())
                .isEqualTo(plan.json().path("revision").asLong() + 1);
        assertThat(second.json().path("created")).isEmpty();
        assertThat(second.json().path("unchanged")).hasSize(2);
        assertThat(second.json().path("revision")).isEqualTo(first.json().path("revision"));
        assertThat(auditLines("admin")).as("recorded before it is answered").hasSize(1);
    }

    @Test
    void aGrantWithoutTokenGetsOneThatIsShownOnceAndKeptNowhere() throws Exception {
        Answer first = as(Role.ADMIN).post(APPLY, grant("eve", "\"policy\":\"tested\""));
        String token = first.json().path("tokens").path("eve").asText();
        assertThat(token).startsWith("tpk_");
        assertThat(call(token)).isEqualTo(200);

        assertThat(as(Role.ADMIN)
                        .post(APPLY, grant("eve", "\"policy\":\"tested\""))
                        .json()
                        .path("tokens"))
                .isEmpty();
        assertThat(as(Role.ADMIN)
                        .post(APPLY + "?dryRun=true", grant("fay", "\"policy\":\"tested\""))
                        .json()
                        .path("tokens"))
                .isEmpty();
        assertThat(as(Role.ADMIN).get(RESOURCES + "/grant/eve").http().body())
                .contains(hash(token))
                .doesNotContain(token);
        await().untilAsserted(() -> assertThat(auditLines("admin")).hasSize(1));
        assertThat(Files.readString(data.resolve("audit.jsonl"))).doesNotContain(token);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingIsStored() {
        Answer answer = as(Role.ADMIN)
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
        ManagementClient admin = as(Role.ADMIN);
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
        String tag = as(Role.ADMIN).get(RESOURCES).header("ETag");
        List<CompletableFuture<Answer>> both = Stream.of("one", "two")
                .map(name -> CompletableFuture.supplyAsync(
                        () -> as(Role.ADMIN).with("POST", APPLY, policy(name, DENY), "If-Match", tag)))
                .toList();
        List<Integer> statuses =
                both.stream().map(answer -> answer.join().status()).sorted().toList();

        assertThat(statuses).containsExactly(200, 412);
        assertThat(as(Role.ADMIN)
                        .with("POST", APPLY, policy("three", DENY), "If-Match", "12")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void manyChangesAtOnceAreAllDoneOrSaidToBeRefused() {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "p" + i;
            all.add(CompletableFuture.supplyAsync(() -> as(Role.ADMIN).post(APPLY, policy(name, DENY))));
        }
        List<Integer> statuses =
                all.stream().map(answer -> answer.join().status()).toList();
        long done = statuses.stream().filter(status -> status == 200).count();

        assertThat(statuses).allMatch(status -> List.of(200, 409, 503).contains(status));
        assertThat(names("policy")).hasSize((int) done + 1);
    }

    @Test
    void oneDocumentIsWrittenForTheRevisionThatWasRead() {
        ManagementClient admin = as(Role.ADMIN);
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
        Answer answer = as(Role.ADMIN).with("DELETE", RESOURCES + "/policy/tested", "");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("problems").path(0).path("source").asText())
                .isEqualTo("(registry) Grant alice");
        assertThat(names("policy")).containsExactly("tested");
    }

    @Test
    void pruningTakesWhatWasAppliedAndLeavesFilesAndSingleDocuments() {
        ManagementClient admin = as(Role.ADMIN);
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
        Answer answer = as(Role.ADMIN).post(APPLY, policy("tested", DENY));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("warnings").path(0).path("source").asText())
                .isEqualTo("Policy tested");
        assertThat(answer.json().path("warnings").path(0).path("message").asText())
                .isEqualTo("in the resources directory of a node as well");
    }

    @Test
    void everyChangeIsOneLineOfTheAuditWithTheRequestsId() throws Exception {
        ManagementClient admin = as(Role.ADMIN);
        Answer written = admin.with("PUT", RESOURCES + "/policy/mine", policy("mine", ALLOW), "X-Request-Id", "ci-42");
        long first = written.json().path("created").path(0).path("revision").asLong();
        Answer changed = admin.post(APPLY, list(policy("mine", DENY), policy("more", DENY)));
        Answer removed = admin.with("DELETE", RESOURCES + "/policy/mine", "");
        admin.post(APPLY, policy("bad", "{}"));

        assertThat(written.header("X-Request-Id")).isEqualTo("ci-42");
        await().untilAsserted(() -> assertThat(auditLines("admin")).hasSize(3));
        List<JsonNode> lines = auditLines("admin");
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
        assertThat(client("").get("/metrics").http().body())
                .contains("turnpike_admin_changes_total{action=\"apply\",result=\"applied\"} 1.0")
                .contains("turnpike_admin_changes_total{action=\"apply\",result=\"refused\"} 1.0")
                .contains("turnpike_admin_changes_total{action=\"write\",result=\"applied\"} 1.0");
    }

    @Test
    void idsOfRequestsAreBoundedAndInEveryProblem() {
        Answer bad = as(Role.VIEWER).with("GET", "/admin/v1/none", "", "X-Request-Id", "x".repeat(129));
        Answer good = client("").with("GET", "/admin/v1/none", "", "X-Request-Id", "mine");

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
        as(Role.ADMIN).post(APPLY, grant("alice", rotated + until + "\""));
        assertThat(call(EVE)).isEqualTo(200);
        assertThat(call(TestGateway.ALICE)).isEqualTo(200);

        assertThat(as(Role.ADMIN)
                        .post(APPLY, grant("alice", "\"policy\":\"tested\""))
                        .json()
                        .path("unchanged"))
                .hasSize(1);
        assertThat(as(Role.ADMIN)
                        .post(APPLY, grant("thief", "\"tokenSha256\":\"" + hash(TestGateway.ALICE) + "\""))
                        .status())
                .isEqualTo(422);

        as(Role.ADMIN).post(APPLY, grant("alice", rotated + past + "\""));
        assertThat(call(TestGateway.ALICE)).isEqualTo(401);
        assertThat(call(EVE)).isEqualTo(200);
    }

    private int call(String token) {
        byte[] body = CALL.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        RawHttp.Answer answer = gateway.send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + body.length + "\r\n",
                body);
        return answer.status();
    }

    private List<String> names(String kind) {
        return as(Role.VIEWER)
                .get(RESOURCES + "?kind=" + kind)
                .json()
                .path("resources")
                .findValuesAsText("name");
    }

    private List<JsonNode> auditLines(String type) {
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(data.resolve("audit.jsonl"))) {
                JsonNode json = new ObjectMapper().readTree(line);
                if (json.path("type").asText().equals(type)) {
                    lines.add(json);
                }
            }
            return lines;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String list(String... documents) {
        return "[" + String.join(",", documents) + "]";
    }

    private static String policy(String name, String policy) {
        return "{\"kind\":\"Policy\",\"name\":\"" + name + "\",\"document\":" + policy + "}";
    }

    private static String grant(String name, String more) {
        return "{\"kind\":\"Grant\",\"name\":\"" + name + "\",\"server\":\"kestra\"," + more + "}";
    }

    private static String server(String name) {
        return "{\"kind\":\"Server\",\"name\":\"" + name + "\",\"upstream\":{\"url\":\"http://127.0.0.1:9/mcp\"}}";
    }

    private static String hash(String token) {
        return TokenHash.of(token).hex();
    }

    private ManagementClient as(Role role) {
        return client(TestOperators.token(role));
    }

    private ManagementClient client(String token) {
        return new ManagementClient(gateway.node().managementPort(), token);
    }
}
