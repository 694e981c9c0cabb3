package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AdminRecord;
import dev.turnpike.gateway.audit.AuditFile;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Instant START = Instant.parse("2026-11-25T20:15:00Z");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("n1.jsonl");
        try (AuditFile one = AuditFile.open(Records.log(file), () -> {});
                AuditFile other = AuditFile.open(Records.log(directory.resolve("n2.jsonl")), () -> {})) {
            one.accept(Records.call(at(0), "alice", "pay", Verdict.ALLOW, ""));
            one.accept(Records.call(at(2), "bob", "refund", Verdict.DENY, "tool_denied", TRACE));
            one.accept(Records.call(at(4), "alice", "\u001b[31mwipe\u202e", Verdict.DENY, "default_denied"));
            other.accept(Records.call(at(1), "alice", "pay", Verdict.DENY, "limit_exceeded"));
            other.accept(Records.step(at(3), "a1b2c3"));
            other.accept(new AdminRecord(
                    at(5),
                    "carol",
                    "apply",
                    "applied",
                    18,
                    List.of(
                            new AdminRecord.Document("policy", "careful", 12, 18),
                            new AdminRecord.Document("grant", "old", 3, 0),
                            new AdminRecord.Document("grant", "new", 0, 18)),
                    "ci-42"));
        }
    }

    @Test
    void recordsOfAllFilesComeInTheOrderOfTheirTimes() throws IOException {
        Spoken spoken = query();
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).isEqualTo(golden("audit-query.txt"));
    }

    @Test
    void everyFilterChooses() {
        assertThat(tools("--grant", "bob")).containsExactly("refund");
        assertThat(tools("--tool", "pay")).containsExactly("pay", "pay", "pay");
        assertThat(tools("--tool", "pay", "--decision", "allow")).containsExactly("pay");
        assertThat(tools("--decision", "DENY")).hasSize(3);
        assertThat(tools("--code", "limit_exceeded")).containsExactly("pay");
        assertThat(tools("--server", "elsewhere")).isEmpty();
        assertThat(tools("--trace", TRACE)).containsExactly("refund");
        assertThat(tools("--trace", TRACE.substring(1))).isEmpty();
        assertThat(tools("--approval", "a1b2")).containsExactly("pay");
        assertThat(tools("--since", "2026-11-25T20:15:02Z", "--until", "2026-11-25T20:15:03Z"))
                .containsExactly("refund");
        assertThat(tools("--since", "2026-11-25T21:15:03+01:00", "--until", "2026-11-25T20:15:05Z"))
                .hasSize(2);
        assertThat(tools("--limit", "1", "--until", "2026-11-25T20:15:05Z")).containsExactly("\u001b[31mwipe\u202e");
    }

    @Test
    void whatIsNotShownIsCounted() {
        assertThat(query("--limit", "2", "--decision", "deny").out())
                .endsWith("3 records: 1 deny default_denied, 1 deny limit_exceeded, 1 deny tool_denied; the newest 2"
                        + " are shown, see `--limit`\n");
        assertThat(query("--grant", "nobody").out()).isEqualTo("0 records\n");
    }

    @Test
    void jsonIsALineForEachRecordAndFitForATerminal() throws IOException {
        Spoken spoken = query("-o", "json", "--code", "default_denied");
        assertThat(spoken.out()).doesNotContain("\u001b", "\u202e").contains("\\u202e");
        JsonNode record = new ObjectMapper().readTree(spoken.out());
        assertThat(record.at("/counters/0/after").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(spoken.err()).isEqualTo("turnpike: 1 record: 1 deny default_denied\n");
    }

    @Test
    void soundFilesHold() {
        Spoken spoken = verify(directory);
        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).isEqualTo("""
                DIR/n1.jsonl: holds, 5 lines, up to record 5, node n1
                DIR/n2.jsonl: holds, 5 lines, up to record 5, node n1
                holds: 2 files, 6 records
                """);
    }

    @Test
    void aLineThatWasChangedIsNamed() throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"grant\":\"bob\"", "\"grant\":\"eve\""));
        Spoken spoken = verify(file);
        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out()).isEqualTo("""
                DIR/n1.jsonl: does not hold, 5 lines, up to record 5, node n1
                  line 3 changed: is not what was written here: its hash does not fit
                does not hold: 1 of 1 file
                """);
    }

    @Test
    void scriptsGetTheSameAsJson() throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, String.join("\n", lines.get(0), lines.get(1), lines.get(3), lines.get(4)) + "\n");
        Spoken spoken = verify(file, "-o", "json");
        assertThat(spoken.exitCode()).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(spoken.out());
        assertThat(answer.get("holds").asBoolean()).isFalse();
        assertThat(answer.at("/files/0/findings/0").toString())
                .isEqualTo(
                        "{\"line\":3,\"kind\":\"removed\",\"what\":\"1 line is missing before this one (record 3)\"}");
        assertThat(answer.at("/files/0/last_hash").asText()).hasSize(43);
    }

    @Test
    void aFileThatIsNoAuditFileDoesNotHold() throws IOException {
        Files.writeString(file, "{\"time\":\"2026-11-25T20:15:00Z\"}\n");
        assertThat(verify(file).exitCode()).isEqualTo(1);
        assertThat(verify(file).out()).contains("line 1 no chain: no line of the file has a hash");
    }

    @Test
    void whatCannotBeReadIsNoAnswer(@TempDir Path empty) {
        assertThat(verify(directory.resolve("nowhere.jsonl")).exitCode()).isEqualTo(2);
        assertThat(verify(empty).exitCode()).isEqualTo(2);
        assertThat(verify(empty).err()).contains("no audit files");
        assertThat(query("--since", "soon").err()).contains("--since: `soon` (expected: ");
        assertThat(query("--limit", "0").exitCode()).isEqualTo(2);
    }

    private static Instant at(long seconds) {
        return START.plus(Duration.ofSeconds(seconds));
    }

    private List<String> tools(String... options) {
        return query(options, "-o", "json")
                .out()
                .lines()
                .map(AuditCommandTest::tool)
                .toList();
    }

    private static String tool(String line) {
        try {
            return new ObjectMapper().readTree(line).get("tool").asText();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private Spoken query(String... options) {
        return query(options, new String[0]);
    }

    private Spoken query(String[] options, String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", "query", directory.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(more));
        return Spoken.of(arguments.toArray(String[]::new));
    }

    private Spoken verify(Path path, String... options) {
        List<String> arguments = new ArrayList<>(List.of("audit", "verify", path.toString()));
        arguments.addAll(List.of(options));
        Spoken spoken = Spoken.of(arguments.toArray(String[]::new));
        return new Spoken(spoken.exitCode(), spoken.out().replace(directory.toString(), "DIR"), spoken.err());
    }

    private static String golden(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/dev/turnpike/gateway/cli", name));
    }
}
