package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OpenReservations;
import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.Overdraft;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.Spending;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The counters of the cluster: one entry for each owner, changed on the partition thread of the member that owns it. A
 * settlement that fails is not repeated: what it would have given back stays spent.
 */
final class HazelcastQuotaLedger implements QuotaLedger {
    private final IMap<String, CountersForm> quota;
    private final GridCalls calls;
    private final OpenReservations reservations;

    /** @param node unique among all nodes that ever run */
    HazelcastQuotaLedger(IMap<String, CountersForm> quota, GridCalls calls, String node) {
        this.quota = quota;
        this.calls = calls;
        this.reservations = new OpenReservations(node);
    }

    @Override
    public CompletionStage<Spending> reserve(CounterOwner owner, List<Charge> charges) {
        List<Charge> checked = Charge.ofOneCall(charges);
        String id = reservations.nextId();
        return calls.ask(
                () -> quota.submitToKey(key(owner), new Spend(owner, id, checked, /* probe= */ false)),
                answer -> reservations.opened(answer.spending(owner, id, checked)));
    }

    @Override
    public CompletionStage<Optional<Overdraft>> probe(CounterOwner owner, List<Charge> charges) {
        List<Charge> checked = Charge.ofOneCall(charges);
        return calls.ask(
                () -> quota.submitToKey(key(owner), new Spend(owner, /* id= */ "", checked, /* probe= */ true)),
                answer -> answer.spending(owner, /* id= */ "", checked)
                        .fold(granted -> Optional.empty(), refused -> Optional.of(refused.overdraft())));
    }

    @Override
    @SuppressWarnings("NullAway") // the one value of Void
    public CompletionStage<Void> settle(Reservation reservation, Outcome outcome) {
        if (!reservations.settles(reservation) || outcome == Outcome.RAN) {
            return CompletableFuture.completedStage(null);
        }
        return calls.ask(() -> quota.submitToKey(key(reservation.owner()), new GiveBack(reservation)), changed -> null);
    }

    static String key(CounterOwner owner) {
        return owner.kind().name() + ":" + owner.id();
    }
}
