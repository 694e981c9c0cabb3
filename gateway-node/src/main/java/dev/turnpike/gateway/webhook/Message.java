package dev.turnpike.gateway.webhook;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import java.util.concurrent.CompletableFuture;

/**
 * A step of an approval on its way to one webhook.
 *
 * @param approval without arguments
 * @param sinceMillis when it was handed over
 * @param settled completes once it has arrived or was given up
 */
record Message(Approval approval, ApprovalStep step, long sinceMillis, CompletableFuture<Void> settled) {
    /** Receivers tell doubles by it: the same step has the same id, whoever sends it. No full stop: those part what is signed. */
    String id() {
        return approval.id().replace('.', '_') + "_" + step.number();
    }
}
