package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells people outside what happened to approvals. Thread-safe; never blocks. */
public interface Announcer {
    /** One that has nobody to tell. */
    Announcer NOBODY = new Announcer() {
        @Override
        public CompletionStage<Void> announce(Approval approval, ApprovalStep step) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void forget(String approval) {}
    };

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
