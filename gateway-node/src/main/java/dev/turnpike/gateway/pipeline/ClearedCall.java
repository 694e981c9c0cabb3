package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.gateway.policy.Refusal;
import java.util.List;
import java.util.Optional;

/** The proof that a call may be forwarded: judged, and paid for. Only {@link Clearance} can make one. */
public final class ClearedCall {
    private final Call call;
    private final List<Reservation> reservations;
    private final Optional<ApprovalUse> use;
    private final Optional<Refusal> wouldDeny;

    ClearedCall(Call call, List<Reservation> reservations, Optional<ApprovalUse> use, Optional<Refusal> wouldDeny) {
        this.call = call;
        this.reservations = List.copyOf(reservations);
        this.use = use;
        this.wouldDeny = wouldDeny;
    }

    public Call call() {
        return call;
    }

    /** What was spent, one for each owner of counters. */
    List<Reservation> reservations() {
        return reservations;
    }

    /** The approval that lets it through, where it needs one. */
    Optional<ApprovalUse> use() {
        return use;
    }

    /** What a rule that only observes would have refused. */
    Optional<Refusal> wouldDeny() {
        return wouldDeny;
    }
}
