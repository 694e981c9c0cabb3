package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.CounterChange;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecisionLineTest {
    private final DecisionLine plain = new DecisionLine(new Colours(/* on= */ false), ZoneOffset.UTC);

    @Test
    void anAllowedCallShowsWhatIsLeft() {
        assertThat(plain.of(record("backfill", Verdict.ALLOW, "", "")))
                .isEqualTo("10:15:30  alice  allow       backfill                rate: 7 of 10 left");
    }

    @Test
    void aRefusedCallShowsRuleAndReason() {
        assertThat(plain.of(record("backfill", Verdict.DENY, "/tools/backfill/action", "Not today.")))
                .isEqualTo("10:15:30  alice  deny        backfill                /tools/backfill/action  Not today.");
    }

    @Test
    void whatCallersSentCannotRewriteTheScreen() {
        String line = plain.of(record("x\u001b[2J\nallow \u202e", Verdict.DENY, "(default deny)", "No\r\nwell\u0007."));

        assertThat(line).doesNotContain("\u001b", "\n", "\r", "\u202e", "\u0007");
        assertThat(line).contains("x?[2J?allow ?");
    }

    @Test
    void coloursTellTheVerdict() {
        DecisionLine coloured = new DecisionLine(new Colours(/* on= */ true), ZoneOffset.UTC);

        assertThat(coloured.of(record("a", Verdict.ALLOW, "", ""))).contains("\u001b[32mallow");
        assertThat(coloured.of(record("a", Verdict.DENY, "", ""))).contains("\u001b[31mdeny");
        assertThat(coloured.of(record("a", Verdict.WOULD_DENY, "", ""))).contains("\u001b[33mwould deny");
    }

    private static AuditRecord record(String tool, Verdict verdict, String rule, String message) {
        CounterChange change = new CounterChange(
                "rate",
                "grant",
                BigDecimal.valueOf(2),
                BigDecimal.valueOf(3),
                BigDecimal.TEN,
                /* windowStartMillis= */ 0);
        return new AuditRecord(
                Instant.parse("2026-11-22T10:15:30Z"),
                "alice",
                "kestra",
                tool,
                verdict,
                Optional.empty(),
                Optional.of(rule).filter(text -> !text.isEmpty()),
                Optional.of(message).filter(text -> !text.isEmpty()),
                Optional.of("careful"),
                /* policyRevision= */ 1,
                Optional.empty(),
                List.of("a"),
                Optional.empty(),
                Optional.empty(),
                List.of(change),
                Optional.empty(),
                Optional.empty(),
                /* totalNanos= */ 1_000);
    }
}
