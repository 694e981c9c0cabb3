package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.audit.AuditRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecisionLineTest {
    @Test
    void whatACallerSentCannotDriveTheTerminal() {
        String hostile = "x\u001b[2J\nallow\u202e\u009b31m";
        AuditRecord refused = new AuditRecord(
                Instant.EPOCH,
                "alice",
                "kestra",
                hostile,
                AuditRecord.Verdict.DENY,
                Optional.of("default_denied"),
                Optional.of("(default deny)"),
                Optional.of(hostile + " is not among the tools that the policy allows." + "z".repeat(10_000)),
                Optional.of("careful"),
                1,
                List.of(),
                List.of(),
                Optional.empty(),
                1);
        String line = new DecisionLine(new Colours(false), ZoneOffset.UTC).of(refused);
        assertThat(line)
                .contains("is not among the tools that the policy allows.")
                .doesNotContain("\u001b[2J", "\n", "\u202e", "\u009b")
                .hasSizeLessThan(1_000);
    }
}
