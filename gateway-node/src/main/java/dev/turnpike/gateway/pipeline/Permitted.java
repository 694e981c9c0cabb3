package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.policy.Permit;
import dev.turnpike.gateway.policy.Refusal;
import java.util.Optional;

/**
 * A call that its policy lets through, provided that its limits can be spent and that a person agrees where one must.
 *
 * @param ask what the agent gets while no person has agreed; empty if none is needed
 * @param wouldDeny what a rule that only observes would have refused
 */
record Permitted(Call call, Permit permit, Optional<Refusal> ask, Optional<Refusal> wouldDeny) {}
