package dev.turnpike.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A node that stops and starts again with its store. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class StoreTest {
    private static final String POLICY = """
            {"version": "1", "default": "allow",
             "tools": {"backfill": {"action": "allow", "limits": [{"counter": "backfills", "window": "day", "max": 3}]},
                       "refund": {"action": "require_approval", "approval": {"mode": "retry"}}}}""";
    private static final String EVE = "tpk_eve-eve-eve-eve-eve-eve-eve-eve-eve-eve-eve";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private RecordingUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    void whatANodeKnewItKnowsWhenItStartsAgain() throws Exception {
        String approval;
        try (TestGateway gateway = open()) {
            String grant =
                    "{\"kind\":\"Grant\",\"name\":\"eve\",\"server\":\"kestra\",\"policy\":\"tested\",\"tokenSha256\":\""
                            + TokenHash.of(EVE).hex() + "\"}";
            assertThat(admin(gateway)
                            .send("PUT", "/admin/v1/resources/grant/eve", "application/json", grant)
                            .status())
                    .isEqualTo(200);
            assertThat(call(gateway, "backfill").body()).contains("\"result\"");
            assertThat(call(gateway, "backfill").body()).contains("\"result\"");
            assertThat(call(gateway, "refund").body()).contains("approval_required");
            approval = only(gateway, "pending");
            assertThat(admin(gateway)
                            .post("/admin/v1/approvals/" + approval + "/approve", "{}")
                            .status())
                    .isEqualTo(200);
        }

        try (TestGateway gateway = open()) {
            assertThat(as(gateway, EVE, "look").body()).contains("\"result\"");
            assertThat(only(gateway, "all")).isEqualTo(approval);
            assertThat(call(gateway, "refund").body()).contains("\"result\"");
            assertThat(call(gateway, "backfill").body()).contains("\"result\"");
            assertThat(call(gateway, "backfill").body()).contains("limit");
            assertThat(gateway.decisions()).hasSize(4);
        }
    }

    @Test
    void aDocumentWhoseFileWentWhileTheNodeWasDownIsGone() throws Exception {
        try (TestGateway gateway = open()) {
            assertThat(call(gateway, "look").body()).contains("\"result\"");
        }
        Path file = resources.resolve("resources.yaml");
        Files.writeString(file, Files.readString(file).replace("name: alice", "name: anna"));

        try (TestGateway gateway = TestGateway.open(resources, settings())) {
            assertThat(gateway.node().registry().snapshot().resources().keySet())
                    .extracting(Resource.Id::name)
                    .contains("anna")
                    .doesNotContain("alice");
        }
    }

    @Test
    void theStoreIsSeen() throws Exception {
        try (TestGateway gateway = open()) {
            ManagementClient anybody = new ManagementClient(gateway.node().managementPort(), "");

            assertThat(anybody.get("/statusz").json().path("store").path("kind").asText())
                    .isEqualTo("h2");
            assertThat(anybody.get("/statusz")
                            .json()
                            .path("store")
                            .path("available")
                            .asBoolean())
                    .isTrue();
            assertThat(anybody.get("/metrics").http().body())
                    .contains("turnpike_store_available 1.0", "turnpike_store_failures_total 0.0");
        }
    }

    private TestGateway open() throws Exception {
        return TestGateway.start(resources, upstream, POLICY, settings());
    }

    private Map<String, String> settings() throws Exception {
        return Map.of(
                "operators",
                TestOperators.write(data).toString(),
                "store",
                "file:" + data.resolve("store"),
                "audit-file",
                "none");
    }

    private static ManagementClient admin(TestGateway gateway) {
        return new ManagementClient(gateway.node().managementPort(), TestOperators.token(Role.ADMIN));
    }

    private static String only(TestGateway gateway, String state) {
        var approvals =
                admin(gateway).get("/admin/v1/approvals?state=" + state).json().path("approvals");
        assertThat(approvals)
                .as(
                        "%s",
                        admin(gateway)
                                .get("/admin/v1/approvals?state=" + state)
                                .http()
                                .body())
                .hasSize(1);
        return approvals.get(0).path("id").asText();
    }

    private static RawHttp.Answer call(TestGateway gateway, String tool) {
        return as(gateway, TestGateway.ALICE, tool);
    }

    private static RawHttp.Answer as(TestGateway gateway, String token, String tool) {
        byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":{}}}")
                .getBytes(UTF_8);
        return gateway.send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + body.length + "\r\n",
                body);
    }
}
