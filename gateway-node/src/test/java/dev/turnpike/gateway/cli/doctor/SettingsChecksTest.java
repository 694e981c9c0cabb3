package dev.turnpike.gateway.cli.doctor;

import static dev.turnpike.gateway.cli.doctor.ClusterChecksTest.ok;
import static dev.turnpike.gateway.cli.doctor.ClusterChecksTest.problem;
import static dev.turnpike.gateway.cli.doctor.ClusterChecksTest.verdict;
import static dev.turnpike.gateway.cli.doctor.ClusterChecksTest.warning;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.cli.doctor.BalancerReport.Answer;
import dev.turnpike.gateway.cli.doctor.BalancerReport.StreamReport;
import dev.turnpike.gateway.config.LiveOperators;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.Secrets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks make of settings, and of what is in front of the nodes. */
final class SettingsChecksTest {
    private static final Answer CHALLENGED = new Answer(401, MadeUp.CHALLENGE, "send a token");

    @TempDir
    Path directory;

    private final MadeUp machine = new MadeUp();

    @Test
    void goodSettingsHaveNeitherWarningsNorProblems() {
        Diagnosis diagnosis = Diagnosis.of(MadeUp.configured(machine.found(MadeUp.settings())));

        assertThat(diagnosis.isWell()).as(diagnosis.json().toString()).isTrue();
        assertThat(diagnosis.lines())
                .filteredOn(line -> Diagnosis.kind(line.verdict()).equals("ok"))
                .extracting(line -> line.check().name())
                .contains("size", "member-port", "discovery", "documents", "tokens", "secret-files", "store", "audit");
    }

    @Test
    void aMemberHostThatIsPublicOrOutOfReachIsAProblem() {
        problem("member-port", settings("member-host", "203.0.113.7"), "a public address");
        problem("member-port", settings("member-host", "127.0.0.1"), "nodes on other machines cannot reach it");
    }

    @Test
    void aClusterWithoutAStoreOrWithoutTlsToItIsWarnedOf() {
        warning("store", settings("store", "none"), "there is none");
        warning("store", settings("store", "jdbc:postgresql://db/turnpike"), "without `sslmode=verify-full`");
        ok("store", settings("store", "jdbc:postgresql://127.0.0.1/turnpike"));
    }

    @Test
    void noOperatorsAreWarnedOf() {
        warning("tokens", settings("admin-token", ""), "every start makes another token");
    }

    @Test
    void whatWasFoundOnTheMachineIsTold() {
        Configured found = new Configured(
                MadeUp.settings(),
                machine.vitals(),
                List.of("a.yaml: wrong", "b.yaml: wrong"),
                0,
                List.of("the token of operator admin repeats itself"),
                List.of("`/etc/token`"),
                List.of("`n9`"),
                Optional.of("no connection to db:5432"),
                Optional.of("`/var` may not be written"));
        Subject subject = MadeUp.configured(found);

        problem("documents", subject, "a.yaml: wrong; and 1 more");
        problem("tokens", subject, "repeats itself");
        warning("secret-files", subject, "`/etc/token`");
        problem("discovery", subject, "`n9`");
        problem("store", subject, "no connection to db:5432");
        problem("audit", subject, "`/var` may not be written");
    }

    @Test
    void tokensThatPeopleThoughtOfAreToldFromRandomOnes() {
        assertThat(List.of(
                        "please-change-me-please-change-me",
                        "0123456789012345678901234567890123456789",
                        "tpk_alice-alice-alice-alice-alice-alice-alice-0",
                        "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeee",
                        "MyPassword-of-2026-for-the-gateway!"))
                .allSatisfy(token -> assertThat(TokenStrength.weakness(token)).isPresent());
        for (int i = 0; i < 1_000; i++) {
            assertThat(TokenStrength.weakness(LiveOperators.newToken().reveal()))
                    .isEmpty();
        }
        assertThat(TokenStrength.weakness("9f2c4e81b7a35d06c8e1f4a2907b6d3e5a1c0f89d2b47e63"))
                .isEmpty();
    }

    @Test
    void aMachineIsExaminedWithoutStartingAnything() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "changeme-changeme-changeme-changeme");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        Path operators = Files.writeString(directory.resolve("operators.yaml"), """
                operators:
                  - { name: carol, role: admin, token: "file:%s" }
                  - { name: dave, role: viewer,
                      tokenSha256: "01a762eda860c335496494b78375e615103b7442a016f783eb05fbe5e8b1946d" }
                """.formatted(token));
        Path resources = Files.createDirectory(directory.resolve("resources"));
        Files.writeString(resources.resolve("a.yaml"), """
                kind: Server
                name: kestra
                upstream: { url: http://127.0.0.1:1/mcp }
                ---
                kind: Grant
                name: alice
                server: nowhere
                token: "env:ALICE"
                """);
        NodeConfig config = MadeUp.settings(
                "admin-token",
                "",
                "operators",
                operators.toString(),
                "resources",
                resources.toString(),
                "members",
                "127.0.0.1,no-such-host.invalid",
                "member-host",
                "127.0.0.1",
                "store",
                "jdbc:postgresql://127.0.0.1:" + nobody() + "/turnpike",
                "audit-file",
                directory.resolve("deep/audit.jsonl").toString());

        Configured found = SettingsExamination.of(
                config, new Secrets(Map.of("ALICE", "tpk_Vq3x9LrT7mB2wYc8NfKd5HsJ0aZgEuPo1iXvQ4")));

        assertThat(found.weakTokens())
                .containsExactly(
                        "the token of operator carol has a word that examples have",
                        "the token of operator dave stands in the documentation");
        assertThat(found.readableFiles()).contains("`" + token + "`");
        assertThat(found.unknownNames()).containsExactly("`no-such-host.invalid`");
        assertThat(found.unusable())
                .singleElement()
                .asString()
                .contains("nowhere")
                .doesNotContain("changeme");
        assertThat(found.storeProblem().orElse("")).startsWith("no connection to 127.0.0.1:");
        assertThat(found.auditProblem()).isEmpty();
        assertThat(found.vitals().audit().freeBytes()).isPositive();
        assertThat(directory.resolve("deep")).doesNotExist();
    }

    @Test
    void requestsThatDoNotReachANodeAreToldApart() {
        ok("agent-url", through(CHALLENGED));
        problem(
                "agent-url",
                through(new Answer(403, "", "this host name is not served; allow it")),
                "do not know the name mcp.example.org");
        problem("agent-url", through(new Answer(0, "", "connection refused")), "does not answer");
        problem("agent-url", through(new Answer(503, "", "no node is ready")), "no node takes requests");
        problem("agent-url", through(new Answer(404, "", "<h1>nginx</h1>")), "not what a node would");
        warning(
                "agent-url",
                through(new Answer(401, MadeUp.CHALLENGE.replace("https", "http"), "")),
                "tell clients that they are http://mcp.example.org");
    }

    @Test
    void longHeadersThatAreRefusedAreWarnedOf() {
        ok("headers", through(CHALLENGED));
        warning(
                "headers",
                MadeUp.balancer(new BalancerReport(
                        MadeUp.URL, CHALLENGED, new Answer(431, "", ""), 12 << 10, Optional.empty())),
                "12 KiB of headers, which the nodes take, are answered 431");
    }

    @Test
    void eventsThatComeTogetherAreAProblem() {
        ok("event-streams", streaming(new StreamReport(200, true, millis(10, 410, 815))));
        problem("event-streams", streaming(new StreamReport(200, true, millis(810, 811, 815))), "come together");
        problem("event-streams", streaming(new StreamReport(502, false, millis())), "HTTP status 502");
        assertThat(verdict("event-streams", streaming(new StreamReport(401, false, millis()))))
                .isInstanceOf(Verdict.NotChecked.class);
        assertThat(verdict("event-streams", through(CHALLENGED))).isInstanceOf(Verdict.NotChecked.class);
    }

    private static List<Duration> millis(long... times) {
        return java.util.Arrays.stream(times).mapToObj(Duration::ofMillis).toList();
    }

    private static Subject through(Answer plain) {
        return MadeUp.balancer(new BalancerReport(MadeUp.URL, plain, plain, 12 << 10, Optional.empty()));
    }

    private static Subject streaming(StreamReport stream) {
        return MadeUp.balancer(new BalancerReport(MadeUp.URL, CHALLENGED, CHALLENGED, 12 << 10, Optional.of(stream)));
    }

    private Subject settings(String... others) {
        return MadeUp.configured(machine.found(MadeUp.settings(others)));
    }

    private static int nobody() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
