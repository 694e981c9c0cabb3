package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.gateway.audit.ApprovalRecord;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.metrics.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/** One audit record and the metrics of each step of an approval. */
public final class StepRecorder {
    private final AuditSink audit;
    private final Meters meters;
    private final Predicate<Question> known;

    /** @param known whether policy or upstream know the tool; a name that only callers know would make a metric without bound */
    public StepRecorder(AuditSink audit, Meters meters, Predicate<Question> known) {
        this.audit = audit;
        this.meters = meters;
        this.known = known;
    }

    /** @param kept is run on any thread when the record is kept, or given up */
    void record(Approval approval, ApprovalStep step, Runnable kept) {
        Question question = approval.question();
        ApprovalRecord record = new ApprovalRecord(
                Instant.ofEpochMilli(step.atMillis()),
                approval.id(),
                step.number(),
                step.id(),
                word(step.kind()),
                step.person(),
                step.note(),
                question.grant(),
                question.server(),
                question.tool(),
                question.rule(),
                question.policy(),
                question.policyRevision(),
                word(approval.state()));
        audit.accept(record, kept);
        meters.approvalStep(
                word(step.kind()), question.server(), known.test(question) ? question.tool() : Meters.OTHER_TOOL);
        if (step.kind() == ApprovalStep.Kind.APPROVED || step.kind() == ApprovalStep.Kind.DENIED) {
            meters.approvalDecided(Duration.ofMillis(Math.max(0, step.atMillis() - approval.requestedMillis())));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
