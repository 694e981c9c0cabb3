package dev.turnpike.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AuditRecord.CounterChange;
import dev.turnpike.gateway.audit.AuditRecord.UpstreamAnswer;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditFileTest {
    @Test
    void eachRecordIsALineAndOldLinesStay(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("deep/audit.jsonl");
        for (int start = 0; start < 2; start++) {
            try (AuditFile file = AuditFile.open(path, () -> {})) {
                file.accept(record("a\nb \"c\" \u2028"));
                file.accept(record("pay"));
            }
        }
        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(4);
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(line.get("tool").asText()).isEqualTo("a\nb \"c\" \u2028");
        assertThat(line.at("/counters/0/after").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(line.at("/upstream/outcome").asText()).isEqualTo("result");
    }

    @Test
    void aStepOfAnApprovalIsALineOfItsOwnKind(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = AuditFile.open(path, () -> {})) {
            file.accept(new ApprovalRecord(
                    Instant.EPOCH,
                    "a1",
                    2,
                    "s2",
                    "denied",
                    "carol",
                    "no",
                    "alice",
                    "kestra",
                    "pay",
                    "/tools/pay/action",
                    "careful",
                    7,
                    "denied"));
        }
        assertThat(Files.readAllLines(path))
                .containsExactly(
                        "{\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"approval\",\"approval\":\"a1\",\"step\":2,"
                                + "\"step_id\":\"s2\",\"kind\":\"denied\",\"person\":\"carol\",\"note\":\"no\","
                                + "\"grant\":\"alice\",\"server\":\"kestra\",\"tool\":\"pay\","
                                + "\"rule\":\"/tools/pay/action\",\"policy\":\"careful\",\"policy_revision\":7,"
                                + "\"state\":\"denied\"}");
    }

    @Test
    void whatComesAfterTheEndIsCountedAsDropped(@TempDir Path directory) throws IOException {
        AtomicInteger dropped = new AtomicInteger();
        AuditFile file = AuditFile.open(directory.resolve("audit.jsonl"), dropped::incrementAndGet);
        file.close();
        file.accept(record("pay"));
        assertThat(dropped).hasValue(1);
    }

    @Test
    void whatTheDiskRefusesIsCountedAsDropped() throws IOException {
        AtomicInteger dropped = new AtomicInteger();
        try (AuditFile file = AuditFile.open(Path.of("/dev/full"), dropped::incrementAndGet)) {
            file.accept(record("pay"));
        }
        assertThat(dropped).hasValue(1);
    }

    private static AuditRecord record(String tool) {
        return new AuditRecord(
                Instant.EPOCH,
                "alice",
                "kestra",
                tool,
                Verdict.ALLOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("careful"),
                1,
                Optional.empty(),
                List.of("amount"),
                List.of(new CounterChange(
                        "spend", "grant", BigDecimal.ZERO, new BigDecimal("12.5"), BigDecimal.TEN, 0)),
                Optional.of(new UpstreamAnswer(200, "result", 1_000_000)),
                2_000_000);
    }
}
