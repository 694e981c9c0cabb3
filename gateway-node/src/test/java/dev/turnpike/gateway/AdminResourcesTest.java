package dev.turnpike.gateway;

import static dev.turnpike.gateway.testing.TestDocuments.ALLOW;
import static dev.turnpike.gateway.testing.TestDocuments.DENY;
import static dev.turnpike.gateway.testing.TestDocuments.grant;
import static dev.turnpike.gateway.testing.TestDocuments.hash;
import static dev.turnpike.gateway.testing.TestDocuments.list;
import static dev.turnpike.gateway.testing.TestDocuments.policy;
import static dev.turnpike.gateway.testing.TestDocuments.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.ManagementClient.Answer;
import dev.turnpike.gateway.testing.OperatedGateway;
import dev.turnpike.gateway.testing.TestGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may see and change which documents of a real node, and what is seen of them. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class AdminResourcesTest {
    private static final String RESOURCES = "/admin/v1/resources";
    private static final String APPLY = "/admin/v1/apply";
    private static final String EVE = "tpk_eve-eve-eve-eve-eve-eve-eve-eve-eve-eve-eve";

    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(ALLOW);

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
                "GET    | /policies/tested/revisions     | ''     | 401 | 200 | 200 | 200 | 200",
                "GET    | /policies/tested/revisions/1   | ''     | 401 | 200 | 200 | 200 | 200",
                "GET    | /policies/tested/revisions/999 | ''     | 401 | 404 | 404 | 404 | 404",
                "GET    | /policies/none/revisions       | ''     | 401 | 404 | 404 | 404 | 404",
                "POST   | /policies/tested/revisions/1/restore | '' | 401 | 200 | 200 | 403 | 403",
                "POST   | /policies/none/revisions/1/restore   | '' | 401 | 404 | 404 | 403 | 403",
                "PUT    | /policies/tested/revisions/1   | ''     | 401 | 405 | 405 | 405 | 405",
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
            assertThat(node.as(Role.ADMIN)
                            .post(APPLY, list(policy("spare", DENY), server("spare")))
                            .status())
                    .isEqualTo(200);
            assertThat(node.as(role).with(method, url, body(body)).status())
                    .as(role.text())
                    .isEqualTo(expected.get(role));
        }
        assertThat(node.client("").with(method, url, body(body)).status()).isEqualTo(nobody);
        assertThat(node.client(TestGateway.ALICE).with(method, url, body(body)).status())
                .isEqualTo(nobody);
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
        node.as(Role.ADMIN).post(APPLY, policy("spare", DENY));

        assertThat(node.as(Role.POLICY_MANAGER)
                        .post(APPLY, grant("alice", "\"policy\":\"spare\",\"token\":\"file:/etc/nothing\"")))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(403))
                .satisfies(answer -> assertThat(answer.http().body()).doesNotContain("/etc/nothing"));
        for (String more : List.of(
                "\"disabled\":true", "\"expires\":\"2030-01-01T00:00:00Z\"", "\"tokenSha256\":\"" + hash(EVE) + "\"")) {
            Answer answer = node.as(Role.POLICY_MANAGER).post(APPLY, grant("alice", "\"policy\":\"spare\"," + more));
            assertThat(answer.status()).as(more).isEqualTo(403);
            assertThat(answer.json().path("detail").asText()).contains("Grant `alice`");
        }
        assertThat(node.as(Role.POLICY_MANAGER)
                        .post(APPLY, "{\"kind\":\"Grant\",\"name\":\"alice\",\"server\":\"other\"}")
                        .status())
                .isEqualTo(403);
        assertThat(node.as(Role.POLICY_MANAGER)
                        .post(APPLY + "?prune=true", "[]")
                        .status())
                .isEqualTo(200);
        assertThat(names("policy")).doesNotContain("spare");
        node.as(Role.ADMIN).post(APPLY, server("spare"));
        assertThat(node.as(Role.POLICY_MANAGER)
                        .post(APPLY + "?prune=true", "[]")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theListComesInPagesByKindAndName() {
        Answer first = node.as(Role.VIEWER).get(RESOURCES + "?limit=2");
        assertThat(first.json().path("resources").findValuesAsText("name")).containsExactly("kestra", "other");
        assertThat(first.header("ETag"))
                .isEqualTo("\"" + first.json().path("revision").asLong() + "\"");
        assertThat(first.json().path("resources").path(0).has("document")).isFalse();
        assertThat(first.json().path("resources").path(0).path("origin").asText())
                .isEqualTo("files");

        Answer second = node.as(Role.VIEWER)
                .get(RESOURCES + "?limit=2&after=" + first.json().path("next").asText());
        assertThat(second.json().path("resources").findValuesAsText("name")).containsExactly("tested", "alice");
        Answer third = node.as(Role.VIEWER)
                .get(RESOURCES + "?limit=2&after=" + second.json().path("next").asText());
        assertThat(third.json().path("resources").findValuesAsText("name")).containsExactly("bob");
        assertThat(third.json().has("next")).isFalse();

        Answer grants = node.as(Role.VIEWER).get(RESOURCES + "?kind=grant&documents=true");
        assertThat(grants.json()
                        .path("resources")
                        .path(0)
                        .path("document")
                        .path("server")
                        .asText())
                .isEqualTo("kestra");
        assertThat(node.as(Role.VIEWER)
                        .get(RESOURCES + "?kind=house&limit=0&after=x&y=z")
                        .json()
                        .path("detail")
                        .asText())
                .contains("kind: `house`", "limit: `0`", "after:", "unknown parameter `y`");
    }

    @Test
    void oneIsShownInItsNormalFormWithoutSecrets() {
        Answer server = node.as(Role.VIEWER).get(RESOURCES + "/server/kestra");

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

    private List<String> names(String kind) {
        return node.as(Role.VIEWER)
                .get(RESOURCES + "?kind=" + kind)
                .json()
                .path("resources")
                .findValuesAsText("name");
    }
}
