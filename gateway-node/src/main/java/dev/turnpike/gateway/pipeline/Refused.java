package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.gateway.policy.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries a refusal to the one place that answers it. It has no stack trace: a refused call is no fault. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final transient List<Balance> balances;
    private final transient Optional<String> approval;
    private final transient Optional<PendingApproval> pending;

    private Refused(
            Refusal refusal, List<Balance> balances, Optional<String> approval, Optional<PendingApproval> pending) {
        super(refusal.rule(), null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.refusal = requireNonNull(refusal, "refusal");
        this.balances = List.copyOf(balances);
        this.approval = approval;
        this.pending = pending;
    }

    Refused(Refusal refusal) {
        this(refusal, List.of(), Optional.empty(), Optional.empty());
    }

    /** A refusal by a counter that held what {@code balances} says. */
    Refused(Refusal refusal, List<Balance> balances) {
        this(refusal, balances, Optional.empty(), Optional.empty());
    }

    /** A refusal because of what became of an approval, if one is left to tell. */
    Refused(Refusal refusal, @Nullable Approval approval) {
        this(refusal, List.of(), Optional.ofNullable(approval).map(Approval::id), Optional.empty());
    }

    /** Not without the approval of a person. */
    Refused(Refusal refusal, PendingApproval pending) {
        this(refusal, List.of(), Optional.of(pending.id()), Optional.of(pending));
    }

    /** The id of the approval that decided, if any. */
    Optional<String> approval() {
        return approval;
    }

    /** The approval that is waited for. */
    Optional<PendingApproval> pending() {
        return pending;
    }

    Refusal refusal() {
        return refusal;
    }

    List<Balance> balances() {
        return balances;
    }
}
