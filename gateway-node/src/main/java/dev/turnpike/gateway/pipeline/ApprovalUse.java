package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * One use of an approval, taken by one call.
 *
 * @param approval its id
 * @param taker names the call
 * @param edited whether what runs are an approver's arguments instead of the agent's
 */
record ApprovalUse(String approval, String taker, boolean edited) {
    ApprovalUse {
        requireNonNull(approval, "approval");
        requireNonNull(taker, "taker");
    }
}
