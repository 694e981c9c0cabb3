package dev.turnpike.gateway.audit;

import dev.turnpike.gateway.audit.AuditRecord.CounterChange;
import dev.turnpike.gateway.audit.AuditRecord.UpstreamAnswer;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records to be written, and where to. */
public final class Records {
    private Records() {}

    public static AuditRecord call(String tool) {
        return call(Instant.EPOCH, "alice", tool, Verdict.ALLOW, "");
    }

    /**
     * A call and what was decided.
     *
     * @param code empty for a call that was let through
     */
    public static AuditRecord call(Instant time, String grant, String tool, Verdict decision, String code) {
        return call(time, grant, tool, decision, code, "");
    }

    /** The same in a trace; the id is empty without one. */
    public static AuditRecord call(
            Instant time, String grant, String tool, Verdict decision, String code, String trace) {
        boolean refused = !code.isEmpty();
        return new AuditRecord(
                time,
                grant,
                "kestra",
                tool,
                decision,
                Optional.of(code).filter(text -> refused),
                Optional.of("/tools/" + tool).filter(text -> refused),
                Optional.of(tool + " is refused.").filter(text -> refused),
                Optional.of("careful"),
                1,
                Optional.empty(),
                List.of("amount"),
                Optional.empty(),
                Optional.empty(),
                List.of(new CounterChange(
                        "spend", "grant", BigDecimal.ZERO, new BigDecimal("12.5"), BigDecimal.TEN, 0)),
                refused ? Optional.empty() : Optional.of(new UpstreamAnswer(200, "result", 1_000_000)),
                Optional.of(trace).filter(text -> !text.isEmpty()),
                2_000_000);
    }

    public static ApprovalRecord step(Instant time, String approval) {
        return new ApprovalRecord(
                time,
                approval,
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
                "denied");
    }

    /** One file without end, and calls go on when it cannot be written. */
    public static AuditLog log(Path path) {
        return new AuditLog(path, Optional.empty(), 0, AuditLog.OnFull.DROP, "n1");
    }
}
