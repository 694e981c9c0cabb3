package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Permit;
import dev.turnpike.gateway.policy.Refusal;
import java.util.Optional;

/**
 * A call that its policy lets through, provided that its limits can be spent and that a person agrees where one must.
 *
 * @param ask what a person must agree to first; empty if none must, or one has
 * @param use of the approval that lets it through; empty if it needs none
 * @param wouldDeny what a rule that only observes would have refused
 */
record Permitted(
        Call call, Permit permit, Optional<Decision.Ask> ask, Optional<ApprovalUse> use, Optional<Refusal> wouldDeny) {
    /** Without a person. */
    static Permitted free(Call call, Permit permit, Optional<Refusal> wouldDeny) {
        return new Permitted(call, permit, Optional.empty(), Optional.empty(), wouldDeny);
    }

    /** Once a person agrees. */
    static Permitted asking(Call call, Decision.Ask ask) {
        return new Permitted(call, ask.permit(), Optional.of(ask), Optional.empty(), Optional.empty());
    }

    /** A person agreed to this call. */
    Permitted agreed(Call what, Permit pays, ApprovalUse by) {
        return new Permitted(what, pays, Optional.empty(), Optional.of(by), wouldDeny);
    }
}
