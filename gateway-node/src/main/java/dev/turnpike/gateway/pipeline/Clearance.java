package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.policy.Limit;
import dev.turnpike.gateway.policy.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step that pays: it spends a permitted call's limits, owner after owner, and gives back what it took when a later
 * owner refuses. Futures complete on the call's context.
 */
final class Clearance {
    private static final Logger LOG = LoggerFactory.getLogger(Clearance.class);

    private final QuotaLedger ledger;
    private final Meters meters;
    private final NearLimits near;

    Clearance(QuotaLedger ledger, Meters meters, NearLimits near) {
        this.ledger = ledger;
        this.meters = meters;
        this.near = near;
    }

    /** Clears the call, or fails with {@link Refused}; a refused call has spent nothing. */
    Future<ClearedCall> clear(Permitted permitted) {
        Call call = permitted.call();
        List<SpendGroup> groups = SpendGroup.of(call, permitted.permit().spends());
        if (permitted.ask().isPresent()) {
            throw new IllegalStateException("a person must agree first");
        }
        Taken nothing = new Taken(List.of(), permitted.use(), permitted.wouldDeny());
        if (groups.isEmpty()) {
            return Future.succeededFuture(nothing.cleared(call));
        }
        long started = System.nanoTime();
        return take(call, groups, 0, nothing).map(taken -> {
            meters.spent(System.nanoTime() - started);
            return taken.cleared(call);
        });
    }

    /**
     * Says what became of a cleared call. Always succeeds: a spend that cannot be given back stays spent, and is
     * counted as lost state.
     */
    Future<Void> settle(Context context, List<Reservation> reservations, Outcome outcome) {
        if (reservations.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> settled = new ArrayList<>(reservations.size());
        for (Reservation reservation : reservations) {
            Future<Void> one = Hop.to(context, ledger.settle(reservation, outcome));
            if (!one.succeeded()) {
                settled.add(one);
            }
        }
        if (settled.isEmpty()) {
            return Future.succeededFuture();
        }
        return Future.join(settled).<Void>mapEmpty().otherwise(failure -> {
            meters.stateUnavailable();
            LOG.warn("a spend was not settled: {}", failure.getMessage());
            return null;
        });
    }

    /** Nobody is asked for a call that an exhausted counter would refuse anyway: fails with {@link Refused} then. */
    Future<Void> probe(Permitted permitted) {
        Future<Void> probed = Future.succeededFuture();
        for (SpendGroup group :
                SpendGroup.of(permitted.call(), permitted.permit().spends())) {
            probed = probed.compose(fits -> probe(permitted.call(), group));
        }
        return probed;
    }

    private Future<Void> probe(Call call, SpendGroup group) {
        return Hop.to(call.inbound().context(), ledger.probe(group.owner(), group.charges()))
                .transform(probed -> {
                    if (probed.failed()) {
                        return stateLost(call, group, List.of()).mapEmpty();
                    }
                    return probed.result()
                            .<Future<Void>>map(overdraft -> Future.failedFuture(
                                    new Refused(group.refusal(overdraft, call.tool()), List.of(overdraft.balance()))))
                            .orElseGet(Future::succeededFuture);
                });
    }

    private Future<Taken> take(Call call, List<SpendGroup> groups, int next, Taken taken) {
        if (next == groups.size()) {
            return Future.succeededFuture(taken);
        }
        SpendGroup group = groups.get(next);
        return Hop.to(call.inbound().context(), ledger.reserve(group.owner(), group.charges()))
                .<Taken>transform(answer -> answer.failed()
                        ? stateLost(call, group, taken.reservations()).map(taken)
                        : answer.result()
                                .<Future<Taken>>fold(
                                        granted -> {
                                            near.spent(granted.reservation());
                                            return Future.succeededFuture(taken.plus(granted, group, call.tool()));
                                        },
                                        refused -> refuse(call, group, refused, taken)))
                .compose(more -> take(call, groups, next + 1, more));
    }

    private <T> Future<T> refuse(Call call, SpendGroup group, Spending.Refused refused, Taken taken) {
        near.met(group.owner(), refused.overdraft().balance());
        Refused refusal = new Refused(
                group.refusal(refused.overdraft(), call.tool()),
                List.of(refused.overdraft().balance()));
        return settle(call.inbound().context(), taken.reservations(), Outcome.DID_NOT_RUN)
                .compose(settled -> Future.failedFuture(refusal));
    }

    /** The counters did not answer: each limit says what holds then, and one that denies is enough. */
    private Future<Void> stateLost(Call call, SpendGroup group, List<Reservation> taken) {
        meters.stateUnavailable();
        Optional<Limit> closed = group.closedOnStateLoss();
        if (closed.isEmpty()) {
            return Future.succeededFuture();
        }
        return settle(call.inbound().context(), taken, Outcome.DID_NOT_RUN)
                .compose(settled ->
                        Future.failedFuture(new Refused(Refusal.stateUnavailable(closed.get(), call.tool()))));
    }

    /** What has been spent so far, and the first thing that a rule in shadow would have refused. */
    private record Taken(List<Reservation> reservations, Optional<ApprovalUse> use, Optional<Refusal> wouldDeny) {
        Taken plus(Spending.Granted granted, SpendGroup group, String tool) {
            List<Reservation> all = new ArrayList<>(reservations);
            all.add(granted.reservation());
            return new Taken(
                    all,
                    use,
                    wouldDeny.or(() -> granted.wouldRefuse().map(overdraft -> group.refusal(overdraft, tool))));
        }

        ClearedCall cleared(Call call) {
            return new ClearedCall(call, reservations, use, wouldDeny);
        }
    }
}
