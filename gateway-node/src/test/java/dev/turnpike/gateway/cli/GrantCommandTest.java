package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.OperatedGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Grants and documents of a real node, by the command line. */
final class GrantCommandTest {
    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(OperatedGateway.ALLOW);

    @Test
    void aNewTokenWorksAndIsNowhereButOnTheScreen() throws Exception {
        Spoken created = run("grant", "create", "eve", "--server", "kestra", "--policy", "tested", "--expires", "30d");
        String token = token(created);

        assertThat(created.err()).isEmpty();
        assertThat(created.out()).isEqualTo("token of eve, shown this once: " + token + "\n");
        assertThat(call(token)).isEqualTo(200);
        assertThat(run("get", "grant", "eve").out())
                .contains(TokenHash.of(token).hex())
                .doesNotContain(token);
        node.gateway().close();
        assertThat(Files.readString(node.audit()))
                .contains("\"type\":\"admin\"")
                .doesNotContain(token);
    }

    @Test
    void aGrantIsMadeOnceAndOnlyForWhatThereIs() {
        run("grant", "create", "eve", "--server", "kestra");

        assertThat(run("grant", "create", "eve", "--server", "kestra"))
                .isEqualTo(new Spoken(
                        1, "", "turnpike: there is a grant `eve`; give it a new token with `turnpike grant rotate`\n"));
        assertThat(run("grant", "create", "fay", "--server", "kestre").err())
                .isEqualTo("turnpike: server: unknown server `kestre`; did you mean `kestra`?\n");
        assertThat(run("grant", "create", "Fay", "--server", "kestra").exitCode())
                .isEqualTo(2);
        assertThat(run("grant", "create", "fay", "--server", "kestra", "--expires", "soon")
                        .err())
                .startsWith("turnpike: --expires: not usable");
        assertThat(run("grant", "create", "fay", "--server", "kestra", "--expires", "2020-01-01T00:00:00Z")
                        .err())
                .isEqualTo("turnpike: --expires: in the past\n");
        assertThat(as(Role.POLICY_MANAGER, "grant", "create", "fay", "--server", "kestra")
                        .err())
                .contains("but not: Grant `fay`");
    }

    @Test
    void theTokenBeforeIsGoodForTheGraceAndWithoutOneForNoTime() {
        String first = token(run("grant", "create", "eve", "--server", "kestra", "--policy", "tested"));
        String second = token(run("grant", "rotate", "eve", "--grace", "24h"));
        assertThat(call(first)).isEqualTo(200);
        assertThat(call(second)).isEqualTo(200);

        String third = token(run("grant", "rotate", "eve"));
        assertThat(call(first)).isEqualTo(401);
        assertThat(call(second)).isEqualTo(401);
        assertThat(call(third)).isEqualTo(200);

        assertThat(run("grant", "rotate", "eve", "--grace", "400d").exitCode()).isEqualTo(2);
        assertThat(run("grant", "rotate", "none").err())
                .isEqualTo("turnpike: there is no grant `none`; see `turnpike grant list`\n");
    }

    @Test
    void aGrantIsDisabledEnabledAndRevoked() {
        String token = token(run("grant", "create", "eve", "--server", "kestra", "--policy", "tested"));

        assertThat(run("grant", "disable", "eve").out()).isEqualTo("eve is disabled\n");
        assertThat(call(token)).isEqualTo(401);
        assertThat(run("grant", "disable", "eve").out()).isEqualTo("eve was disabled already\n");
        assertThat(run("grant", "enable", "eve").out()).isEqualTo("eve is enabled\n");
        assertThat(call(token)).isEqualTo(200);
        assertThat(run("grant", "revoke", "eve").out()).isEqualTo("eve is revoked\n");
        assertThat(call(token)).isEqualTo(401);
        assertThat(run("grant", "revoke", "eve").exitCode()).isEqualTo(1);
        assertThat(run("grant", "disable", "alice").err())
                .contains("warning: Grant alice: in the resources directory of a node as well");
    }

    @Test
    void theListTellsWhatEachIsFor() throws Exception {
        run("grant", "create", "eve", "--server", "kestra", "--policy", "tested", "--expires", "2190-01-01T00:00:00Z");
        run("grant", "disable", "eve");

        assertThat(run("grant", "list").out().replaceAll(" +", " ")).isEqualTo("""
                NAME STATE SERVER POLICY EXPIRES TOKEN BEFORE
                alice active kestra tested - -
                bob active other - - -
                eve disabled kestra tested 2190-01-01T00:00:00Z -
                """);
        JsonNode json = new ObjectMapper()
                .readTree(as(Role.VIEWER, "grant", "list", "-o", "json").out());
        assertThat(json.path("grants").findValuesAsText("state")).containsExactly("active", "active", "disabled");
        assertThat(json.toString()).doesNotContain("Sha256");
    }

    @Test
    void documentsAreListedAndShownInAFormThatCanBeAppliedAgain() throws Exception {
        assertThat(as(Role.VIEWER, "get").out().replaceAll(" +", " ").replaceAll(" \\d+ ", " N "))
                .isEqualTo("""
                KIND NAME REVISION ORIGIN
                server kestra N files
                server other N files
                policy tested N files
                grant alice N files
                grant bob N files
                """);
        assertThat(as(Role.VIEWER, "get", "policies").out().lines()).hasSize(2);
        assertThat(as(Role.VIEWER, "get", "policy", "tested").out()).isEqualTo("""
                kind: "Policy"
                name: "tested"
                document:
                  version: "1"
                  default: "allow"
                """);
        assertThat(as(Role.VIEWER, "get", "policy", "none").err()).isEqualTo("turnpike: there is no policy `none`\n");
        assertThat(new ObjectMapper().readTree(run("get", "-o", "json").out())).hasSize(5);

        Path all = Files.writeString(
                node.data().resolve("all.yaml"), run("get", "-o", "yaml").out());
        assertThat(run("apply", "-f", all.toString()).out()).isEqualTo("""
                0 to create, 0 to change, 0 to remove, 5 unchanged
                nothing to do
                """);
    }

    private int call(String token) {
        return node.call(token, "look", "").status();
    }

    private static String token(Spoken spoken) {
        return spoken.out().strip().replaceFirst(".*: ", "");
    }

    private Spoken run(String... arguments) {
        return as(Role.ADMIN, arguments);
    }

    private Spoken as(Role role, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(node.options(role));
        return Spoken.of(all.toArray(String[]::new));
    }
}
