package dev.turnpike.clusterstate.memory;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OpenReservations;
import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.Overdraft;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one process. Spends of one owner follow one another, those of different owners do not wait for each
 * other. Every spend also looks at a few other owners and drops those whose windows have all ended, so idle owners
 * disappear without a thread of their own.
 */
final class MemoryQuotaLedger implements QuotaLedger {
    private static final int SWEPT_PER_SPEND = 2;

    private final RisingClock clock;
    private final ConcurrentHashMap<CounterOwner, OwnerCounters> owners = new ConcurrentHashMap<>();
    private final OpenReservations reservations = new OpenReservations("memory");
    /** Owners that changed since they were copied; absent while nobody copies. */
    private volatile @Nullable Set<CounterOwner> uncopied;

    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<Map.Entry<CounterOwner, OwnerCounters>> sweep =
            owners.entrySet().iterator();

    MemoryQuotaLedger(InstantSource clock) {
        this.clock = new RisingClock(clock);
    }

    @Override
    public CompletionStage<Spending> reserve(CounterOwner owner, List<Charge> charges) {
        List<Charge> checked = Charge.ofOneCall(charges);
        Moment now = clock.now();
        sweep(now);
        try {
            return CompletableFuture.completedStage(reservations.opened(spend(owner, checked, now)));
        } catch (StateUnavailableException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<Optional<Overdraft>> probe(CounterOwner owner, List<Charge> charges) {
        OwnerCounters counters = owners.getOrDefault(owner, OwnerCounters.NONE);
        try {
            return CompletableFuture.completedStage(counters.probe(owner, Charge.ofOneCall(charges), clock.now()));
        } catch (StateUnavailableException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<Void> settle(Reservation reservation, Outcome outcome) {
        if (reservations.settles(reservation) && outcome == Outcome.DID_NOT_RUN) {
            Moment now = clock.now();
            owners.computeIfPresent(
                    reservation.owner(), (owner, counters) -> counters.giveBack(reservation.balances(), now));
            noteChanged(reservation.owner());
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<List<CounterReading>> read(CounterOwner owner, List<Counter> also) {
        OwnerCounters counters = owners.getOrDefault(owner, OwnerCounters.NONE);
        return CompletableFuture.completedStage(counters.read(also, clock.now()));
    }

    @Override
    public CompletionStage<List<Long>> reset(CounterOwner owner, List<Counter> counters) {
        List<Counter> checked = Counter.ofOneReset(counters);
        Moment now = clock.now();
        List<Long> held = new ArrayList<>();
        owners.computeIfPresent(owner, (key, before) -> {
            OwnerCounters.Reset reset = before.reset(owner, checked, now);
            held.addAll(reset.heldMicros());
            return reset.after();
        });
        noteChanged(owner);
        return CompletableFuture.completedStage(held.isEmpty() ? Collections.nCopies(checked.size(), 0L) : held);
    }

    /** Takes up counters that were kept elsewhere. */
    void restore(Map<CounterOwner, OwnerCounters> counters) {
        owners.putAll(counters);
    }

    /** As {@link dev.turnpike.clusterstate.Originals#changes}. One thread at a time. */
    Map<CounterOwner, OwnerCounters> changes(int most) {
        Set<CounterOwner> changed = uncopied;
        if (changed == null) {
            changed = ConcurrentHashMap.newKeySet();
            uncopied = changed;
            changed.addAll(owners.keySet());
        }
        Map<CounterOwner, OwnerCounters> copied = new HashMap<>();
        int room = most;
        for (Iterator<CounterOwner> left = changed.iterator(); left.hasNext() && room > 0; ) {
            CounterOwner owner = left.next();
            left.remove(); // first: whoever changes it now puts it back
            OwnerCounters counters = owners.get(owner);
            if (counters != null) {
                copied.put(owner, counters);
                room -= 1 + counters.size();
            }
        }
        return copied;
    }

    /** How many owners are kept. */
    int size() {
        return owners.size();
    }

    private Spending spend(CounterOwner owner, List<Charge> charges, Moment now) {
        var spending = new Object() {
            @Nullable
            Spending value;
        };
        String id = reservations.nextId();
        owners.compute(owner, (key, counters) -> {
            OwnerCounters before = counters == null ? OwnerCounters.NONE : counters;
            OwnerCounters.Step step = before.spend(owner, id, charges, now);
            spending.value = step.spending();
            return step.after() == OwnerCounters.NONE ? null : step.after();
        });
        noteChanged(owner);
        return requireNonNull(spending.value);
    }

    private void noteChanged(CounterOwner owner) {
        Set<CounterOwner> changed = uncopied;
        if (changed != null) {
            changed.add(owner);
        }
    }

    private void sweep(Moment now) {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            for (int i = 0; i < SWEPT_PER_SPEND; i++) {
                if (!sweep.hasNext()) {
                    sweep = owners.entrySet().iterator();
                    return;
                }
                Map.Entry<CounterOwner, OwnerCounters> entry = sweep.next();
                if (entry.getValue().endMillis() <= now.latestMillis()) {
                    owners.remove(entry.getKey(), entry.getValue());
                }
            }
        } finally {
            sweeping.unlock();
        }
    }
}
