package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One step of an approval. Holds neither arguments nor the fingerprint, from which small arguments could be guessed.
 *
 * @param time when it was taken, by the clock of whoever held the approval
 * @param approval the approval's id
 * @param step its number
 * @param stepId tells the record apart: after a node died the same step may be recorded twice
 * @param kind what happened, in lower case
 * @param person who did it; empty where time did
 * @param note what that person said
 * @param grant who asks
 * @param server where the call goes
 * @param tool what it calls, shortened to {@link AuditRecord#LONGEST_TOOL} characters
 * @param rule JSON Pointer of the rule that asks
 * @param policy the policy's name
 * @param policyRevision its revision when the call was made
 * @param state where the approval stood when this was recorded, in lower case
 */
public record ApprovalRecord(
        Instant time,
        String approval,
        int step,
        String stepId,
        String kind,
        String person,
        String note,
        String grant,
        String server,
        String tool,
        String rule,
        String policy,
        long policyRevision,
        String state) {
    public ApprovalRecord {
        requireNonNull(time, "time");
        requireNonNull(approval, "approval");
        tool = AuditRecord.shortened(tool);
    }
}
