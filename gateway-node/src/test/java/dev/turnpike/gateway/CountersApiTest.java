package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.ManagementClient.Answer;
import dev.turnpike.gateway.testing.OperatedGateway;
import dev.turnpike.gateway.testing.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators see of the counters of a real node, and how they reset them. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class CountersApiTest {
    private static final String COUNTERS = "/admin/v1/counters";
    private static final String RESET = COUNTERS + "/reset";
    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
             "look":{"limits":[
               {"counter":"looks","window":"month","max":2},
               {"counter":"looks_server","window":"month","max":100,"scope":"server","cost":0.5},
               {"counter":"looks_all","window":"900s","max":100,"scope":"cluster","algorithm":"sliding"}]},
             "peek":{"limits":[{"counter":"peeks","window":"month","max":1,"scope":"session"}]},
             "watch":{"limits":[{"counter":"watched","window":"month","max":1,"mode":"shadow"}]}}}""";

    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(POLICY);

    @Test
    void countersOfAGrantAreThereWithTheirLimitsThoughNothingWasSpent() {
        look();

        JsonNode list = counters("?grant=alice");

        assertThat(list.path("owner").asText()).isEqualTo("grant:alice");
        assertThat(list.path("counters").findValuesAsText("counter")).containsExactly("looks", "watched", "peeks");
        JsonNode looks = list.path("counters").path(0);
        assertThat(looks.path("held").asText()).isEqualTo("1");
        assertThat(looks.path("max").asText()).isEqualTo("2");
        assertThat(looks.path("window").asText()).isEqualTo("month");
        assertThat(looks.path("windowStart").asText()).matches("\\d{4}-\\d{2}-01T00:00:00Z");
        assertThat(looks.path("windowEnd").asText())
                .isGreaterThan(looks.path("windowStart").asText());
        assertThat(looks.path("lost").asBoolean()).isFalse();
        assertThat(looks.has("session")).isFalse();
        assertThat(list.path("counters").path(1).path("shadow").asBoolean()).isTrue();
        assertThat(list.path("counters").path(2).path("session").asText()).isEqualTo("-");
    }

    @Test
    void countersOfServersAndOfTheClusterAreListedAlike() {
        look();

        JsonNode server = counters("?server=kestra").path("counters").path(0);
        JsonNode cluster = counters("?cluster=true").path("counters").path(0);

        assertThat(server.path("counter").asText()).isEqualTo("looks_server");
        assertThat(server.path("held").asText()).isEqualTo("0.5");
        assertThat(cluster.path("counter").asText()).isEqualTo("looks_all");
        assertThat(cluster.path("window").asText()).isEqualTo("900s");
        assertThat(cluster.path("algorithm").asText()).isEqualTo("sliding");
        assertThat(counters("?server=other").path("counters")).isEmpty();
    }

    @Test
    void sessionsComeInPagesAndByTheirDigest() {
        for (int session = 0; session < 5; session++) {
            assertThat(peek(session)).contains("\"content\":[]");
        }

        List<String> sessions = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = counters("?grant=alice&counter=peeks&limit=2" + after);
            assertThat(page.path("counters").size()).isLessThanOrEqualTo(2);
            page.path("counters")
                    .forEach(each -> sessions.add(each.path("session").asText()));
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(sessions).hasSize(6).doesNotHaveDuplicates().contains("-");
        assertThat(counters("?grant=alice&session=" + sessions.get(3)).path("counters"))
                .hasSize(1);
        assertThat(String.join("", sessions)).doesNotContain("session-1");
    }

    @Test
    void aResetCounterAdmitsTheNextCallAndIsOneLineOfTheAudit() {
        look();
        look();
        assertThat(look()).contains("limit_exceeded");

        Answer reset = node.as(Role.ADMIN)
                .with("POST", RESET, "{\"grant\":\"alice\",\"counter\":\"looks\"}", "X-Request-Id", "r-1");

        assertThat(reset.status()).isEqualTo(200);
        assertThat(reset.json().path("reset").toString())
                .isEqualTo("[{\"counter\":\"looks\",\"window\":\"month\",\"algorithm\":\"fixed\",\"shadow\":false,"
                        + "\"before\":2,\"after\":0}]");
        assertThat(look()).contains("\"content\":[]");
        assertThat(counters("?server=kestra")
                        .path("counters")
                        .path(0)
                        .path("held")
                        .asText())
                .isEqualTo("1.5");
        await().untilAsserted(() -> assertThat(node.auditLines("admin")).hasSize(1));
        JsonNode line = node.auditLines("admin").get(0);
        assertThat(line.path("operator").asText()).isEqualTo("admin");
        assertThat(line.path("action").asText()).isEqualTo("reset");
        assertThat(line.path("outcome").asText()).isEqualTo("applied");
        assertThat(line.path("owner").asText()).isEqualTo("grant:alice");
        assertThat(line.path("counters").toString())
                .isEqualTo("[{\"counter\":\"looks\",\"window\":\"month\",\"before\":2,\"after\":0}]");
        assertThat(line.path("request_id").asText()).isEqualTo("r-1");
        assertThat(node.client("").get("/metrics").http().body())
                .contains("turnpike_admin_changes_total{action=\"reset\",result=\"applied\"} 1.0");
    }

    @Test
    void aCounterThatWasResetIsNotNearItsLimit() {
        look();
        look();
        assertThat(node.client("").get("/statusz").json().path("counters").findValuesAsText("counter"))
                .contains("looks");

        node.as(Role.ADMIN).post(RESET, "{\"grant\":\"alice\",\"counter\":\"looks\"}");

        assertThat(node.client("").get("/statusz").json().path("counters").findValuesAsText("counter"))
                .doesNotContain("looks");
    }

    @Test
    void oneSessionIsResetOrAllOfThem() {
        for (int session = 0; session < 3; session++) {
            peek(session);
        }
        String one = counters("?grant=alice&counter=peeks")
                .path("counters")
                .path(1)
                .path("session")
                .asText();

        assertThat(reset("{\"grant\":\"alice\",\"counter\":\"peeks\",\"session\":\"" + one + "\"}")
                        .json()
                        .path("reset"))
                .hasSize(1);
        assertThat(List.of(peek(0), peek(1), peek(2)).stream().filter(answer -> answer.contains("limit_exceeded")))
                .hasSize(2);
        assertThat(reset("{\"grant\":\"alice\",\"counter\":\"peeks\"}").json().path("reset"))
                .hasSize(4);
        assertThat(peek(0) + peek(1) + peek(2)).doesNotContain("limit_exceeded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?grant=none                       | 404 | there is no grant none, and no counter of one",
                "?server=none                      | 404 | there is no server none, and no counter of one",
                "''                                | 422 | one of `grant`, `server` and `cluster=true` is needed",
                "?grant=alice&server=kestra        | 422 | one of `grant`, `server` and `cluster=true` is needed",
                "?grant=alice&limit=0              | 422 | limit: `0` (expected: 1 to 500)",
                "?grant=alice&limit=501            | 422 | limit: `501` (expected: 1 to 500)",
                "?grant=alice&after=AAAA           | 422 | after: not the `next` of an answer",
                "?grant=alice&house=x              | 422 | unknown parameter `house`"
            })
    void whatIsNotThereOrMakesNoSenseIsToldSo(String query, int status, String detail) {
        Answer answer = node.as(Role.VIEWER).get(COUNTERS + query);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'grant':'none','counter':'looks'}                  | 404 | there is no grant none, and no counter of one",
                "{'grant':'alice','counter':'none'}                  | 404 | grant:alice has no such counter",
                "{'grant':'alice','counter':'looks','session':'x'}   | 404 | grant:alice has no such counter",
                "{'grant':'alice','counter':'looks','window':'day'}  | 404 | grant:alice has no such counter",
                "{'counter':'looks'}                 | 422 | one of `grant`, `server` and `cluster` is needed",
                "{'grant':'alice'}                   | 422 | counter: missing",
                "{'grant':1,'cluster':1}             | 422 | grant: of the wrong type (expected: a string); cluster: of the wrong type (expected: true); one of `grant`, `server` and `cluster` is needed; counter: missing",
                "{'cluster':true,'counter':'x','y':1}| 422 | unknown field `y` (expected: `grant`, `server`, `cluster`, `counter`, `session`, `window`)"
            })
    void whatCannotBeResetIsToldSo(String body, int status, String detail) {
        Answer answer = reset(body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).isEqualTo(detail);
        assertThat(node.auditLines("admin")).isEmpty();
    }

    @Test
    void longBodiesAreRefused() {
        assertThat(reset("{\"grant\":\"" + "x".repeat(4096) + "\"}").status()).isEqualTo(413);
        assertThat(reset("[").status()).isEqualTo(422);
        assertThat(node.as(Role.ADMIN).send("POST", RESET, "text/plain", "{}").status())
                .isEqualTo(415);
    }

    private JsonNode counters(String query) {
        Answer answer = node.as(Role.VIEWER).get(COUNTERS + query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private Answer reset(String body) {
        return node.as(Role.ADMIN).post(RESET, body);
    }

    private String look() {
        return node.call(TestGateway.ALICE, "look", "").body();
    }

    private String peek(int session) {
        return node.call(TestGateway.ALICE, "peek", "Mcp-Session-Id: session-" + session + "\r\n")
                .body();
    }
}
