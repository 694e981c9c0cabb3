package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The revisions of a policy of a real node, by the command line. */
final class PolicyRevisionsCommandTest {
    @TempDir
    Path resources;

    @TempDir
    Path data;

    private RecordingUpstream upstream;
    private TestGateway gateway;
    private long first;
    private long second;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(
                resources,
                upstream,
                "{\"version\":\"1\",\"default\":\"allow\"}",
                Map.of("operators", TestOperators.write(data).toString()));
        for (Role role : Role.values()) {
            Files.writeString(data.resolve(role.text()), TestOperators.token(role) + "\n");
        }
        first = apply("deny");
        second = apply("allow");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void revisionsAreListedShownAndPutBack() throws Exception {
        assertThat(as(Role.VIEWER, "policy", "revisions", "careful").out().replaceAll(" +", " "))
                .isEqualTo("REVISION IN FORCE PINNED\n" + second + " yes -\n" + first + " - -\n");
        assertThat(as(Role.VIEWER, "policy", "show", "careful@" + first).out()).isEqualTo("""
                kind: "Policy"
                name: "careful"
                document:
                  version: "1"
                  default: "deny"
                """);
        assertThat(as(Role.VIEWER, "policy", "show", "careful").out()).contains("default: \"allow\"");

        Spoken restored = as(Role.POLICY_MANAGER, "policy", "restore", "careful@" + first);

        assertThat(restored.err()).isEmpty();
        assertThat(restored.out())
                .isEqualTo("careful says again what it said at revision " + first + ", as revision " + (second + 1)
                        + "\n");
        assertThat(run("policy", "show", "careful", "-o", "json").out()).contains("\"default\" : \"deny\"");
        assertThat(run("policy", "restore", "careful@" + first).out()).isEqualTo("careful says this already\n");
        JsonNode json = new ObjectMapper()
                .readTree(run("policy", "revisions", "careful", "-o", "json").out());
        assertThat(json.path("revisions")).hasSize(3);
        assertThat(json.path("revisions").path(0).toString())
                .isEqualTo("{\"revision\":" + (second + 1) + ",\"current\":true,\"pinned\":false}");
    }

    @Test
    void aGrantIsPinnedAndTheListsTellSo() {
        assertThat(run("grant", "create", "eve", "--server", "kestra", "--policy", "careful@" + first)
                        .exitCode())
                .isZero();

        assertThat(run("grant", "list").out()).contains("careful@" + first);
        assertThat(run("policy", "revisions", "careful").out().replaceAll(" +", " "))
                .endsWith(first + " - yes\n");
        assertThat(run("get", "policies").out()).doesNotContain("careful@");
        assertThat(run("get", "grant", "eve").out()).contains("policy: \"careful@" + first + "\"");
        assertThat(run("grant", "create", "fay", "--server", "kestra", "--policy", "careful@999")
                        .err())
                .isEqualTo("turnpike: policy: revision 999 of policy `careful` is not known; the newest that are: "
                        + second + ", " + first + "\n");
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThat(run("policy", "show", "none"))
                .isEqualTo(new Spoken(1, "", "turnpike: there is no policy `none`; see `turnpike get policies`\n"));
        assertThat(run("policy", "revisions", "none").exitCode()).isEqualTo(1);
        assertThat(run("policy", "restore", "careful@999").err())
                .isEqualTo("turnpike: revision 999 of policy `careful` is not known;"
                        + " see `turnpike policy revisions careful`\n");
        assertThat(run("policy", "restore", "careful").exitCode()).isEqualTo(2);
        assertThat(run("policy", "revisions", "careful@1").exitCode()).isEqualTo(2);
        assertThat(run("policy", "show", "careful@x").exitCode()).isEqualTo(2);
        assertThat(as(Role.VIEWER, "policy", "restore", "careful@" + first).err())
                .contains("operators of role `viewer` may not do this");
    }

    private long apply(String others) throws Exception {
        Path file = Files.writeString(
                data.resolve("careful.yaml"),
                "kind: Policy\nname: careful\ndocument: { version: \"1\", default: " + others + " }\n");
        return new ObjectMapper()
                .readTree(run("apply", "-f", file.toString(), "-o", "json").out())
                .path("revision")
                .asLong();
    }

    private Spoken run(String... arguments) {
        return as(Role.ADMIN, arguments);
    }

    private Spoken as(Role role, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--management",
                "http://127.0.0.1:" + gateway.node().managementPort(),
                "--token",
                "file:" + data.resolve(role.text())));
        return Spoken.of(all.toArray(String[]::new));
    }
}
