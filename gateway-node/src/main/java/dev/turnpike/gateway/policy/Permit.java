package dev.turnpike.gateway.policy;

import java.util.List;
import java.util.Optional;

/**
 * What must be spent before the call is forwarded.
 *
 * @param spends each of another counter; tool limits come before those of {@code all_tools}; empty if nothing is counted
 * @param wouldDeny what a limit that only observes would have refused locally (a bad increment); never a reason to refuse
 */
public record Permit(List<Spend> spends, Optional<Refusal> wouldDeny) {
    /** Forward at once. */
    public static final Permit FREE = new Permit(List.of());

    public Permit {
        spends = List.copyOf(spends);
    }

    public Permit(List<Spend> spends) {
        this(spends, Optional.empty());
    }
}
