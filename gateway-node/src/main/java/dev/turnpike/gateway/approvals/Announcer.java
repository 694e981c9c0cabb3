package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import java.util.concurrent.CompletionStage;

/** Tells people outside what happened to approvals. Thread-safe; never blocks. */
public interface Announcer {
    /**
     * Tells of a step. Completes, and never fails, on any thread, once everyone who is to hear of it has, or was given
     * up.
     *
     * @param approval without arguments: who hears of an approval may be no approver
     */
    CompletionStage<Void> announce(Approval approval, ApprovalStep step);

    /** Gives up what was not told yet of an approval: it is gone, or another node tells of it. */
    void forget(String approval);
}
