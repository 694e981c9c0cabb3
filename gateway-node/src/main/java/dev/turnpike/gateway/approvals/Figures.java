package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import java.util.List;

/**
 * What metrics show of the approvals that a node looks after.
 *
 * @param pending how many questions are open
 * @param approved how many approvals wait for their calls
 * @param oldestPendingMillis when the oldest open question was asked
 */
record Figures(int pending, int approved, long oldestPendingMillis) {
    static final Figures NONE = new Figures(0, 0, Long.MAX_VALUE);

    static Figures of(List<Approval> approvals) {
        int pending = 0;
        int approved = 0;
        long oldest = Long.MAX_VALUE;
        for (Approval approval : approvals) {
            if (approval.state() == Approval.State.PENDING) {
                pending++;
                oldest = Math.min(oldest, approval.requestedMillis());
            } else if (approval.state() == Approval.State.APPROVED) {
                approved++;
            }
        }
        return new Figures(pending, approved, oldest);
    }

    double oldestPendingSeconds(long nowMillis) {
        return pending == 0 ? 0 : Math.max(0, nowMillis - oldestPendingMillis) / 1_000.0;
    }
}
