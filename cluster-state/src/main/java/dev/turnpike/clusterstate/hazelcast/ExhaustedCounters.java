package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Overdraft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Refusals that a node remembers, so that callers who go on asking cost the grid nothing. Thread-safe; never blocks.
 *
 * <p>A refusal can never admit, so one that is out of date is safe. It may be out of date because another node gave
 * something back or reset a counter; therefore none is remembered past its window, nor for longer than {@link #LONGEST}.
 */
final class ExhaustedCounters {
    /** How long a call may be refused that would fit again, because of what another node gave back or reset. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    static final int MOST = 100_000;
    private static final long NANOS_IN_MILLI = 1_000_000;

    private final ConcurrentMap<Key, Refusal> refusals = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private volatile long resetNanos;

    /** @param nanos a monotonic clock */
    ExhaustedCounters(LongSupplier nanos) {
        this.nanos = nanos;
        this.resetNanos = nanos.getAsLong() - 1;
    }

    private record Key(CounterOwner owner, Counter counter) {}

    /** @param fitsNanos when the charge could fit again, by the monotonic clock */
    private record Refusal(Overdraft overdraft, long fitsNanos, long forgottenNanos) {
        /** Whether a charge that asks for as much of as little must be refused too. */
        boolean covers(Charge charge) {
            Charge refused = overdraft.balance().charge();
            return charge.maxMicros() <= refused.maxMicros()
                    && charge.amountMicros() >= refused.amountMicros()
                    && charge.anewAfterLoss() == refused.anewAfterLoss();
        }
    }

    /** The first enforced charge that is known not to fit. */
    Optional<Overdraft> misfit(CounterOwner owner, List<Charge> charges) {
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        for (Charge charge : charges) {
            if (!charge.counter().shadow()) {
                Refusal refusal = refusals.get(new Key(owner, charge.counter()));
                if (refusal != null && refusal.forgottenNanos - now > 0 && refusal.covers(charge)) {
                    Balance held = refusal.overdraft.balance();
                    return Optional.of(new Overdraft(
                            new Balance(charge, held.beforeMicros(), held.afterMicros(), held.windowStartMillis()),
                            Math.max(1, (refusal.fitsNanos - now) / NANOS_IN_MILLI)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Remembers that a charge did not fit.
     *
     * @param askedNanos before the owner was asked, so that the memory ends before the window does
     */
    void remember(CounterOwner owner, Overdraft overdraft, long askedNanos) {
        if (askedNanos - resetNanos <= 0) {
            return; // it may have been refused before the reset, and the counter holds nothing now
        }
        if (refusals.size() >= MOST) {
            refusals.clear();
        }
        long waitMillis =
                Math.min(overdraft.retryAfterMillis(), Duration.ofDays(400).toMillis());
        refusals.put(
                new Key(owner, overdraft.balance().charge().counter()),
                new Refusal(
                        overdraft,
                        askedNanos + waitMillis * NANOS_IN_MILLI,
                        askedNanos + Math.min(waitMillis, LONGEST.toMillis()) * NANOS_IN_MILLI));
    }

    /** Forgets what was refused for the counters of a spend that is given back. */
    void forget(CounterOwner owner, List<Balance> balances) {
        for (Balance balance : balances) {
            refusals.remove(new Key(owner, balance.charge().counter()));
        }
    }

    /** Forgets what was refused for counters that have been reset; and whatever was asked before and is not answered yet. */
    void reset(CounterOwner owner, List<Counter> counters) {
        resetNanos = nanos.getAsLong();
        counters.forEach(counter -> refusals.remove(new Key(owner, counter)));
    }

    /** Drops what is out of date. */
    void sweep() {
        long now = nanos.getAsLong();
        refusals.values().removeIf(refusal -> refusal.forgottenNanos - now <= 0);
    }

    int size() {
        return refusals.size();
    }
}
