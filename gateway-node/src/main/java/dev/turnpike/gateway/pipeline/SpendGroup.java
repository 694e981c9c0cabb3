package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Overdraft;
import dev.turnpike.gateway.policy.Limit;
import dev.turnpike.gateway.policy.OnStateLoss;
import dev.turnpike.gateway.policy.Refusal;
import dev.turnpike.gateway.policy.Scope;
import dev.turnpike.gateway.policy.Spend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one call spends from one owner's counters, in one atomic step.
 *
 * @param charges in the order of {@code spends}
 */
record SpendGroup(CounterOwner owner, List<Spend> spends, List<Charge> charges) {
    private static final List<Scope> OWNERS = List.of(Scope.GRANT, Scope.SERVER, Scope.CLUSTER);

    /** Sorts a permit's spends by owner: the grant's first (its sessions' too), then the server's, then the cluster's. */
    static List<SpendGroup> of(Call call, List<Spend> spends) {
        if (spends.isEmpty()) {
            return List.of();
        }
        String session = spends.stream().anyMatch(spend -> spend.limit().scope() == Scope.SESSION)
                ? Sessions.key(call.inbound().headers(), call.message().era())
                : "";
        List<SpendGroup> groups = new ArrayList<>(OWNERS.size());
        for (Scope scope : OWNERS) {
            List<Spend> some = new ArrayList<>(spends.size());
            List<Charge> charges = new ArrayList<>(spends.size());
            for (Spend spend : spends) {
                if (owning(spend.limit().scope()) == scope) {
                    some.add(spend);
                    charges.add(charge(spend, session));
                }
            }
            if (!some.isEmpty()) {
                groups.add(new SpendGroup(owner(scope, call), some, charges));
            }
        }
        return groups;
    }

    /** The spend whose charge did not fit. */
    Refusal refusal(Overdraft overdraft, String tool) {
        Spend spend = spends.get(charges.indexOf(overdraft.balance().charge()));
        return Refusal.limitExceeded(spend, tool, overdraft.balance().remainingMicros(), overdraft.retryAfterMillis());
    }

    /** The first enforced limit that forbids calls while its counter cannot be reached. */
    Optional<Limit> closedOnStateLoss() {
        return spends.stream()
                .map(Spend::limit)
                .filter(limit -> !limit.shadow() && limit.onStateLoss() == OnStateLoss.DENY)
                .findFirst();
    }

    /** The counters of a grant's sessions belong to the grant. */
    private static Scope owning(Scope scope) {
        return scope == Scope.SESSION ? Scope.GRANT : scope;
    }

    private static CounterOwner owner(Scope scope, Call call) {
        return switch (scope) {
            case GRANT, SESSION -> CounterOwner.grant(call.grant().name());
            case SERVER -> CounterOwner.server(call.server().name());
            case CLUSTER -> CounterOwner.cluster();
        };
    }

    private static Charge charge(Spend spend, String session) {
        Limit limit = spend.limit();
        return new Charge(
                OwnerLimits.counter(limit, session),
                limit.maxMicros(),
                spend.amountMicros(),
                /* anewAfterLoss= */ limit.onStateLoss() == OnStateLoss.ALLOW);
    }
}
