package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AuditFile;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.Records;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy replay} and {@code policy diff}, by the command line. */
class PolicyReplayTest {
    private static final Instant START = Instant.parse("2026-11-25T20:15:00Z");
    private static final String LOOSE = """
            {"version": "1", "default": "allow", "tools": {
              "pay": {"require": [{"path": "args.amount", "op": "lte", "value": 50}]}}}""";
    private static final String STRICT = """
            {"version": "1", "default": "deny", "hide": ["secret"], "tools": {
              "pay": {"require": [{"path": "args.amount", "op": "lte", "value": 50}]},
              "look": {}, "wipe": {"action": "require_approval"}}}""";

    @TempDir
    private Path directory;

    private Instant time = START;

    @Test
    void whatChangesIsCountedByToolAndDecision() throws Exception {
        record(
                call("look", Verdict.ALLOW, "", "", List.of()),
                call("wipe", Verdict.ALLOW, "", "", List.of()),
                call("wipe", Verdict.ALLOW, "", "", List.of()),
                call("wipe", Verdict.ASK, "approval_required", "/tools/wipe/action", List.of()),
                call("pay", Verdict.ALLOW, "", "", List.of("amount")),
                call("pay", Verdict.ALLOW, "", "", List.of("sum")),
                call("secret", Verdict.DENY, "hidden", "(hidden)", List.of()),
                call("other", Verdict.DENY, "limit_exceeded", "/all_tools/limits/calls", List.of()),
                call("look", Verdict.DENY, "limit_exceeded", "/all_tools/limits/calls", List.of()));

        Spoken spoken = replay(STRICT);

        assertThat(spoken.err()).isEmpty();
        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out().replaceAll(" +", " ")).isEqualTo("""
                CALLS TOOL RECORDED NOW RULE SUCH AS
                2 wipe allow ask /tools/wipe/action 2026-11-25T20:15:02.000000Z alice
                1 other deny limit_exceeded deny (default deny) 2026-11-25T20:15:08.000000Z alice
                1 pay allow deny /tools/pay/require/args.amount-lte 2026-11-25T20:15:06.000000Z alice
                1 pay allow allow or deny undecidable /tools/pay/require/args.amount-lte and others 2026-11-25T20:15:05.000000Z alice

                9 calls: 4 unchanged, 4 changed, 1 undecidable
                undecidable is what depends on the values of arguments: which are not known here
                2 of them were refused by a limit, or because state could not be reached: what the rules say of them is compared
                """);
    }

    @Test
    void whereNothingSurelyChangesTheExitCodeIsZero() throws Exception {
        record(
                call("look", Verdict.ALLOW, "", "", List.of()),
                call("pay", Verdict.ALLOW, "", "", List.of("amount")),
                call("pay", Verdict.DENY, "argument_denied", "/tools/pay/require/args.amount-lte", List.of("amount")));

        Spoken spoken = replay(LOOSE);

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).contains("3 calls: 1 unchanged, 0 changed, 2 undecidable\n");
    }

    @Test
    void whatWasApprovedOrRefusedByAPersonWasAskedAbout() throws Exception {
        record(
                approved("wipe", Verdict.ALLOW, ""),
                approved("wipe", Verdict.DENY, "approval_denied"),
                approved("wipe", Verdict.DENY, "approval_expired"),
                approved("wipe", Verdict.DENY, "limit_exceeded"));

        assertThat(replay(STRICT).out()).contains("4 calls: 4 unchanged, 0 changed, 0 undecidable\n");
        assertThat(replay(LOOSE).out().replaceAll(" +", " "))
                .contains("1 wipe deny approval_denied allow (default allow) ", "4 calls: 0 unchanged, 4 changed");
    }

    @Test
    void whatAShadowWouldDenyIsDeniedOnceThePolicyIsEnforced() throws Exception {
        record(
                call("other", Verdict.WOULD_DENY, "default_denied", "(default deny)", List.of()),
                call("wipe", Verdict.WOULD_DENY, "approval_required", "/tools/wipe/action", List.of()),
                call("look", Verdict.WOULD_DENY, "limit_exceeded", "/all_tools/limits/calls", List.of()));

        assertThat(replay(STRICT).out().replaceAll(" +", " "))
                .contains(
                        "1 other would_deny default_denied deny (default deny) ",
                        "1 wipe would_deny approval_required ask /tools/wipe/action ",
                        "3 calls: 1 unchanged, 2 changed");
        assertThat(replay(STRICT.replace("\"default\"", "\"mode\": \"shadow\", \"default\"")))
                .satisfies(spoken -> assertThat(spoken.exitCode()).isZero())
                .satisfies(
                        spoken -> assertThat(spoken.out()).contains("3 calls: 3 unchanged", "the policy is in shadow"));
    }

    @Test
    void twoPoliciesAreComparedOverTheSameCalls() throws Exception {
        record(
                call("pay", Verdict.DENY, "tool_denied", "/tools/pay/action", List.of("amount")),
                call("look", Verdict.DENY, "no_policy", "(no policy)", List.of()),
                call("other", Verdict.DENY, "no_policy", "(no policy)", List.of()));

        Spoken spoken = run("diff", file("a.json", LOOSE), file("b.json", STRICT), "--audit", directory.toString());

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out().replaceAll(" +", " ")).isEqualTo("""
                CALLS TOOL A B RULE SUCH AS
                1 other allow deny (default allow) and others 2026-11-25T20:15:03.000000Z alice

                3 calls: 2 unchanged, 1 changed, 0 undecidable
                """);
        String looser = LOOSE.replace("50", "500");
        assertThat(run("diff", file("a.json", LOOSE), file("b.json", looser), "--audit", directory.toString()))
                .satisfies(same -> assertThat(same.exitCode()).isZero())
                .satisfies(same -> assertThat(same.out()).contains("2 unchanged, 0 changed, 1 undecidable"));
        String severe = LOOSE.replace("\"require\"", "\"action\": \"deny\", \"require\"");
        assertThat(run("diff", file("a.json", severe), file("b.json", severe), "--audit", directory.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void whatANodeDecidedComesToTheSameByThePolicyOfTheNode() throws Exception {
        String policy = """
                {"version": "1", "default": "deny", "hide": ["secret"], "tools": {
                  "look": {}, "wipe": {"action": "require_approval"}, "stop": {"action": "deny"},
                  "list": {"limits": [{"counter": "lists", "window": "day", "max": 1}]},
                  "pay": {"require": [{"path": "args.amount", "op": "lte", "value": 50}],
                          "deny_if": [{"path": "args.note", "op": "exists"}]}}}""";
        Path audit = directory.resolve("audit.jsonl");
        Path resources = Files.createDirectory(directory.resolve("resources"));
        try (RecordingUpstream upstream = new RecordingUpstream();
                TestGateway gateway =
                        TestGateway.start(resources, upstream, policy, Map.of("audit-file", audit.toString()))) {
            upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
            for (String tool : List.of("look", "secret", "other", "wipe", "stop", "list", "list")) {
                gateway.post(message(tool, "{}"));
            }
            for (String arguments : List.of("{}", "{\"amount\":5,\"note\":1}", "{\"amount\":5}", "{\"amount\":500}")) {
                gateway.post(message("pay", arguments));
            }
            await().until(() -> gateway.decisions().size() == 11);
        }

        Spoken same = replay(policy);
        assertThat(same.out().replaceAll(" +", " "))
                .contains("11 calls: 9 unchanged, 0 changed, 2 undecidable\n", "1 of them were refused by a limit")
                .contains(
                        " pay allow allow or deny undecidable ",
                        "1 pay deny argument_denied allow or deny undecidable ");
        assertThat(same.exitCode()).isZero();
        assertThat(run("diff", file("a.json", policy), file("b.json", policy), "--audit", directory.toString())
                        .out())
                .isEqualTo(
                        "11 calls: 11 unchanged, 0 changed, 0 undecidable\n1 of them were refused by a limit, or because"
                                + " state could not be reached: what the rules say of them is compared\n");
    }

    private static String message(String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + "}}";
    }

    @Test
    void callsAreChosenByThePolicyThatDecidedThemAndByTheOptionsOfQueries() throws Exception {
        record(
                call("wipe", Verdict.ALLOW, "", "", List.of()),
                call("wipe", Verdict.ALLOW, "", "", List.of()),
                call("look", Verdict.ALLOW, "", "", List.of()));

        assertThat(replay(STRICT, "--policy", "careful").out()).contains("3 calls");
        assertThat(replay(STRICT, "--policy", "other").out())
                .isEqualTo("0 calls: 0 unchanged, 0 changed, 0 undecidable\n");
        assertThat(replay(STRICT, "--tool", "wipe", "--since", "2026-11-25T20:15:02Z")
                        .out())
                .contains("1 call: 0 unchanged, 1 changed");
    }

    @Test
    void jsonHasEverythingWithExamples() throws Exception {
        record(
                call("wipe", Verdict.ALLOW, "", "", List.of()),
                call("wipe", Verdict.ALLOW, "", "", List.of()),
                call("\u001b[31mevil\u202e", Verdict.ALLOW, "", "", List.of()));

        Spoken spoken = replay(STRICT, "-o", "json");

        assertThat(spoken.out()).doesNotContain("\u001b", "\u202e");
        JsonNode json = new ObjectMapper().readTree(spoken.out());
        assertThat(json.path("calls").asInt()).isEqualTo(3);
        assertThat(json.path("changed").asInt()).isEqualTo(3);
        assertThat(json.path("from").asText()).isEqualTo("2026-11-25T20:15:01.000000Z");
        JsonNode first = json.path("differences").path(0);
        assertThat(first.path("tool").asText()).isEqualTo("wipe");
        assertThat(first.path("effect").asText()).isEqualTo("changed");
        assertThat(first.path("before").asText()).isEqualTo("allow");
        assertThat(first.path("after").asText()).isEqualTo("ask");
        assertThat(first.path("calls").asInt()).isEqualTo(2);
        assertThat(first.path("rules").path(0).asText()).isEqualTo("/tools/wipe/action");
        assertThat(first.path("examples")).hasSize(2);
        assertThat(first.path("examples").path(0).path("grant").asText()).isEqualTo("alice");
    }

    @Test
    void whatCannotBeReadIsSaid() throws Exception {
        record(call("look", Verdict.ALLOW, "", "", List.of()));
        Files.writeString(directory.resolve("broken.jsonl"), "{\"time\":\nnull\n");

        assertThat(replay(STRICT).out()).contains("2 lines cannot be read, see `turnpike audit verify`");
        assertThat(run("replay", file("p.json", "{}"), "--audit", directory.toString()))
                .satisfies(spoken -> assertThat(spoken.exitCode()).isEqualTo(1))
                .satisfies(spoken -> assertThat(spoken.err()).contains("/version"));
        assertThat(run("replay", "nowhere.json", "--audit", directory.toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(run("replay", file("p.json", STRICT), "--audit", "nowhere").exitCode())
                .isEqualTo(2);
        assertThat(run("replay", file("p.json", STRICT)).exitCode()).isEqualTo(2);
    }

    @Test
    void aHundredThousandCallsOfManyToolsTakeSecondsAndFewRows() throws Exception {
        try (BufferedWriter lines = Files.newBufferedWriter(directory.resolve("many.jsonl"))) {
            for (int i = 0; i < 100_000; i++) {
                lines.write(
                        "{\"time\":\"2026-11-25T20:15:00.000000Z\",\"grant\":\"alice\",\"server\":\"kestra\",\"tool\":\""
                                + (i % 2 == 0 ? "pay" : "t" + i)
                                + "\",\"decision\":\"allow\",\"policy\":\"careful\",\"policy_revision\":1,\"arguments\":"
                                + "[\"amount\",\"n" + i + "\"],\"counters\":[],\"ms\":1.000}\n");
            }
        }
        long began = System.nanoTime();
        JsonNode json = new ObjectMapper().readTree(replay(STRICT, "-o", "json").out());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThat(json.path("changed").asInt()).isEqualTo(50_000);
        assertThat(json.path("undecidable").asInt()).isEqualTo(50_000);
        assertThat(json.path("differences").size()).isBetween(2_000, 2_003);
        assertThat(json.path("differences").path(0).path("tool").asText()).isEqualTo("(other tools)");
    }

    private void record(AuditRecord... calls) throws IOException {
        try (AuditFile file = AuditFile.open(Records.log(directory.resolve("audit.jsonl")), () -> {})) {
            Arrays.stream(calls).forEach(file::accept);
            file.accept(Records.step(START, "a1"));
        }
    }

    private AuditRecord approved(String tool, Verdict decision, String code) {
        return call(tool, decision, code, code.isEmpty() ? "" : "/tools/wipe/action", List.of(), Optional.of("a1"));
    }

    private AuditRecord call(String tool, Verdict decision, String code, String rule, List<String> arguments) {
        return call(tool, decision, code, rule, arguments, Optional.empty());
    }

    private AuditRecord call(
            String tool,
            Verdict decision,
            String code,
            String rule,
            List<String> arguments,
            Optional<String> approval) {
        time = time.plusSeconds(1);
        return new AuditRecord(
                time,
                "alice",
                "kestra",
                tool,
                decision,
                Optional.of(code).filter(text -> !text.isEmpty()),
                Optional.of(rule).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.of("careful"),
                1,
                approval,
                arguments,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                1_000_000);
    }

    private Spoken replay(String policy, String... options) throws IOException {
        String[] arguments = {"replay", file("policy.json", policy), "--audit", directory.toString()};
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return run(all);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static Spoken run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "policy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Spoken.of(all);
    }
}
