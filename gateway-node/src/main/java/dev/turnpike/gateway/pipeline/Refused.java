package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Balance;
import dev.turnpike.gateway.policy.Refusal;
import java.util.List;

/** Carries a refusal to the one place that answers it. It has no stack trace: a refused call is no fault. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final transient List<Balance> balances;

    Refused(Refusal refusal) {
        this(refusal, List.of());
    }

    /** A refusal by a counter that held what {@code balances} says. */
    Refused(Refusal refusal, List<Balance> balances) {
        super(refusal.rule(), null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.refusal = requireNonNull(refusal, "refusal");
        this.balances = List.copyOf(balances);
    }

    Refusal refusal() {
        return refusal;
    }

    List<Balance> balances() {
        return balances;
    }
}
