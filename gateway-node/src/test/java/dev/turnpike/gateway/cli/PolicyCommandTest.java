package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class PolicyCommandTest {
    private static final String CAREFUL = "../docs/examples/careful.json";
    private static final String CASES = "../docs/examples/careful.cases.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void validateAcceptsAGoodDocument() {
        assertThat(run("validate", CAREFUL)).isZero();
        assertThat(out).hasToString(CAREFUL + ": ok\n");
    }

    @Test
    void validateShowsEveryProblemOfARefusedDocument() throws Exception {
        Path file = file("bad.yaml", "version: 1\ndefault: deny\ntools: { refund: { limit: [] } }\n");
        assertThat(run("validate", CAREFUL, file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        file + ": refused\n",
                        "  error /version: is a number (expected: the text \"1\"); put it in quotes (line 1, column 10)\n",
                        "  error /tools/refund/limit: unknown field `limit`; did you mean `limits`? (line 3, column 27)\n");
    }

    @Test
    void validateReadsThePoliciesAmongOtherDocuments() throws Exception {
        Path file = file(
                "all.yaml",
                "kind: Server\nname: s\n---\nkind: Policy\nname: p\ndocument:\n  version: '1'\n  default: denied\n");
        assertThat(run("validate", file.toString(), "-o", "json")).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer).hasSize(1);
        assertThat(answer.at("/0/name").asText()).isEqualTo("p");
        assertThat(answer.at("/0/accepted").asBoolean()).isFalse();
        assertThat(answer.at("/0/problems/0/pointer").asText()).isEqualTo("/document/default");
        assertThat(answer.at("/0/problems/0/line").asInt()).isEqualTo(8);
    }

    @Test
    void anUnreadableFileIsNoAnswer() {
        assertThat(run("validate", "nowhere.json")).isEqualTo(2);
        assertThat(run("test", "nowhere.json", CASES)).isEqualTo(2);
        assertThat(run("explain", "nowhere.json", "--tool", "t")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(3).containsOnly("nowhere.json: no such file");
    }

    @Test
    void casesAsExpectedAreCounted() {
        assertThat(run("test", CAREFUL, CASES)).isZero();
        assertThat(out).hasToString("10 cases, 10 as expected, 0 different\n");
    }

    @Test
    void aDifferentDecisionIsShownBesideTheExpectedOne() throws Exception {
        Path cases = file("cases.yaml", "- { tool: refund, expect: allow }\n- { tool: list_x, expect: allow }\n");
        assertThat(run("test", CAREFUL, cases.toString())).isEqualTo(1);
        assertThat(out).hasToString("""
                different 1 refund
                  - expect: allow
                  + expect: deny
                2 cases, 1 as expected, 1 different
                """);
    }

    @Test
    void casesThatCannotBeReadAreNoAnswer() throws Exception {
        Path cases = file("cases.yaml", "- { tool: refund, expects: allow }\n");
        assertThat(run("test", CAREFUL, cases.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("/0/expects: unknown field", "/0/expect: is missing");
    }

    @Test
    void explainShowsEveryStepWithItsRule() {
        assertThat(run("explain", CAREFUL, "--tool", "create_charge", "--args", "{\"amount\": 70000}"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "listed    /tools/create_charge\n",
                        "require   /tools/create_charge/require/args.amount-lte\n",
                        "args.amount lte 50000: does not hold",
                        "deny argument_denied by /tools/create_charge/require/args.amount-lte\n",
                        "\nSingle charge cannot exceed $500.00\n");
    }

    @Test
    void explainWritesJsonForScripts() throws Exception {
        assertThat(run("explain", CAREFUL, "--tool", "list_x", "-o", "json")).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.at("/decision").asText()).isEqualTo("allow");
        assertThat(answer.at("/steps/1/rule").asText()).isEqualTo("/all_tools/limits/calls-per-minute");
    }

    @Test
    void wrongUsageIsExplainedWithoutAStackTrace() {
        assertThat(run("explain", CAREFUL, "--tool", "t", "--args", "[1]")).isEqualTo(2);
        assertThat(run("explain", CAREFUL)).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .contains("--args: not a JSON object", "Missing required option", "missing subcommand")
                .doesNotContain("\tat ");
    }

    private int run(String... args) {
        return new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .execute(args);
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }
}
