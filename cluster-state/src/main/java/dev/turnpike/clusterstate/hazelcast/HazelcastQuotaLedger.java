package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
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
import java.util.function.LongSupplier;

/**
 * The counters of the cluster: {@link Shard}s in the grid, and the lanes of this node to them. A settlement that fails
 * is not repeated: what it would have given back stays spent.
 */
final class HazelcastQuotaLedger implements QuotaLedger {
    private final Lanes lanes;
    private final PatientCalls calls;
    private final OpenReservations reservations;
    private final ExhaustedCounters exhausted;
    private final boolean remembers;
    private final LongSupplier nanos;

    /**
     * @param node unique among all nodes that ever run
     * @param remembers whether refusals are remembered for a moment
     * @param nanos a monotonic clock
     */
    HazelcastQuotaLedger(
            Lanes lanes,
            PatientCalls calls,
            String node,
            ExhaustedCounters exhausted,
            boolean remembers,
            LongSupplier nanos) {
        this.lanes = lanes;
        this.calls = calls;
        this.reservations = new OpenReservations(node);
        this.exhausted = exhausted;
        this.remembers = remembers;
        this.nanos = nanos;
    }

    @Override
    public CompletionStage<Spending> reserve(CounterOwner owner, List<Charge> charges) {
        List<Charge> checked = Charge.ofOneCall(charges);
        Optional<Overdraft> known = known(owner, checked);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(new Spending.Refused(known.get()));
        }
        long askedNanos = nanos.getAsLong();
        return lanes.of(owner)
                .post(new Posting.Spend(owner, checked))
                .thenApply(answer -> reservations.opened(
                        noted(owner, answer.spending(owner, reservations.nextId(), checked), askedNanos)));
    }

    @Override
    public CompletionStage<Optional<Overdraft>> probe(CounterOwner owner, List<Charge> charges) {
        List<Charge> checked = Charge.ofOneCall(charges);
        Optional<Overdraft> known = known(owner, checked);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(known);
        }
        return lanes.of(owner)
                .post(new Posting.Probe(owner, checked))
                .thenApply(answer -> answer.spending(owner, /* id= */ "", checked)
                        .fold(granted -> Optional.empty(), refused -> Optional.of(refused.overdraft())));
    }

    @Override
    @SuppressWarnings("NullAway") // the one value of Void
    public CompletionStage<Void> settle(Reservation reservation, Outcome outcome) {
        if (!reservations.settles(reservation) || outcome == Outcome.RAN) {
            return CompletableFuture.completedStage(null);
        }
        CounterOwner owner = reservation.owner();
        return lanes.of(owner)
                .post(new Posting.GiveBack(owner, reservation.balances()))
                .thenAccept(done -> exhausted.forget(owner, reservation.balances()));
    }

    @Override
    public CompletionStage<List<CounterReading>> read(CounterOwner owner, List<Counter> also) {
        List<Counter> others = List.copyOf(also);
        return calls.make(again -> lanes.read(owner)).thenApply(form -> form.read(others));
    }

    @Override
    public CompletionStage<List<Long>> reset(CounterOwner owner, List<Counter> counters) {
        List<Counter> checked = Counter.ofOneReset(counters);
        return lanes.ofOperators(owner).post(new Posting.Reset(owner, checked)).thenApply(answer -> {
            exhausted.reset(owner, checked);
            return answer.heldMicros();
        });
    }

    private Optional<Overdraft> known(CounterOwner owner, List<Charge> charges) {
        Optional<Overdraft> known = remembers ? exhausted.misfit(owner, charges) : Optional.empty();
        if (known.isPresent()) {
            lanes.figures().remembered.increment();
        }
        return known;
    }

    private Spending noted(CounterOwner owner, Spending spending, long askedNanos) {
        if (remembers && spending instanceof Spending.Refused refused) {
            exhausted.remember(owner, refused.overdraft(), askedNanos);
        }
        return spending;
    }
}
