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

/** Documents of files, brought to a real node by the command line. */
final class ApplyCommandTest {
    private static final String POLICY = "{\"version\":\"1\",\"default\":\"deny\"}";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    @TempDir
    Path files;

    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(
                resources,
                upstream,
                POLICY,
                Map.of("operators", TestOperators.write(data).toString()));
        for (Role role : Role.values()) {
            Files.writeString(data.resolve(role.text()), TestOperators.token(role) + "\n");
        }
        Files.writeString(files.resolve("grants.yaml"), """
                kind: Policy
                name: careful
                file: careful.json
                ---
                kind: Grant
                name: eve
                server: kestra
                policy: careful
                """);
        Files.writeString(files.resolve("careful.json"), POLICY);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void thePlanIsShownThenAppliedAndASecondTimeThereIsNothingToDo() {
        Spoken first = apply(Role.ADMIN);
        Spoken second = apply(Role.ADMIN);

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out().replaceAll("tpk_\\S+", "tpk_…").replaceAll("revision \\d+", "revision N"))
                .isEqualTo("""
                + policy careful
                + grant eve
                2 to create, 0 to change, 0 to remove, 0 unchanged
                token of eve, shown this once: tpk_…
                applied at revision N
                """);
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEqualTo("""
                0 to create, 0 to change, 0 to remove, 2 unchanged
                nothing to do
                """);
    }

    @Test
    void aDryRunChangesNothing() {
        Spoken dry = apply(Role.ADMIN, "--dry-run");

        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).isEqualTo("""
                + policy careful
                + grant eve
                2 to create, 0 to change, 0 to remove, 0 unchanged
                nothing was changed: this was a dry run
                """);
        assertThat(apply(Role.ADMIN, "--dry-run").out()).isEqualTo(dry.out());
    }

    @Test
    void removalsAreConfirmed() throws Exception {
        apply(Role.ADMIN);
        Files.writeString(files.resolve("grants.yaml"), "kind: Policy\nname: careful\nfile: careful.json\n");
        Files.writeString(files.resolve("careful.json"), "{\"version\":\"1\",\"default\":\"allow\"}");

        Spoken unasked = apply(Role.ADMIN, "--prune");
        Spoken confirmed = apply(Role.ADMIN, "--prune", "--yes");

        assertThat(unasked.exitCode()).isEqualTo(2);
        assertThat(unasked.err())
                .isEqualTo("turnpike: there is no terminal to ask `Remove 1 document?`; confirm with `--yes`\n");
        assertThat(confirmed.exitCode()).isZero();
        assertThat(confirmed.out()).startsWith("""
                ~ policy careful
                - grant eve
                0 to create, 1 to change, 1 to remove, 0 unchanged
                applied at revision""");
    }

    @Test
    void problemsAreToldByTheFilesThatTheyStandIn() throws Exception {
        Files.writeString(files.resolve("grants.yaml"), """
                kind: Policy
                name: careful
                file: careful.json
                ---
                kind: Grant
                name: eve
                server: kestre
                polcy: careful
                ---
                kind: Policy
                name: careful
                document: { version: "1", default: deny }
                """);
        Files.writeString(files.resolve("careful.json"), "{\"version\":\"1\",\n \"default\":\"maybe\"}");

        Spoken refused = apply(Role.ADMIN);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().sorted().toList().toString())
                .contains("careful.json /default (line 2, column 12): ")
                .contains("grants.yaml#2 /polcy (line 8, column ")
                .contains("grants.yaml#2 /server (line 7, column 9): unknown server `kestre`; did you mean `kestra`")
                .contains(
                        "grants.yaml#3 /name (line 11, column 7): another Policy named `careful`; the first is in grants.yaml#1")
                .doesNotContain("(request)");
    }

    @Test
    void filesThatCannotBeReadAreTheCallersMistake() throws Exception {
        assertThat(Spoken.of(arguments(
                                Role.ADMIN,
                                "apply",
                                "-f",
                                files.resolve("none.yaml").toString()))
                        .err())
                .isEqualTo("turnpike: none.yaml: cannot be read; there is no such file\n");
        Files.writeString(files.resolve("grants.yaml"), "kind: Policy\nname: careful\nfile: ../careful.json\n");
        assertThat(apply(Role.ADMIN).err()).contains("grants.yaml /file (line 3, column 7): leads out of");
        assertThat(Spoken.of(arguments(Role.ADMIN, "apply")).exitCode()).isEqualTo(2);
    }

    @Test
    void oneFileIsReadWithThePoliciesBesideIt() {
        Spoken spoken = Spoken.of(arguments(
                Role.ADMIN, "apply", "-f", files.resolve("grants.yaml").toString()));

        assertThat(spoken.err()).isEmpty();
        assertThat(spoken.out()).contains("2 to create");
    }

    @Test
    void whoMayNotIsRefused() {
        Spoken refused = apply(Role.VIEWER);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("turnpike: operators of role `viewer` may not do this\n");
    }

    @Test
    void scriptsGetTheAnswerOfTheNode() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(apply(Role.ADMIN, "-o", "json").out());

        assertThat(json.path("created").findValuesAsText("name")).containsExactly("careful", "eve");
        assertThat(json.path("tokens").path("eve").asText()).startsWith("tpk_");
    }

    private Spoken apply(Role role, String... more) {
        List<String> all = new ArrayList<>(List.of("apply", "-f", files.toString()));
        all.addAll(List.of(more));
        return Spoken.of(arguments(role, all.toArray(String[]::new)));
    }

    private String[] arguments(Role role, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--management",
                "http://127.0.0.1:" + gateway.node().managementPort(),
                "--token",
                "file:" + data.resolve(role.text())));
        return all.toArray(String[]::new);
    }
}
