package dev.turnpike.clusterstate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All counters of one owner, and the latest time it saw. Immutable and pure: the state that a ledger keeps for an
 * owner, and the arithmetic on it.
 *
 * <p>Every method takes the time of whoever holds the state. Where that is behind the latest time seen, the latter
 * counts instead, so no window ever moves backwards. Counters whose windows have ended are
 * dropped with the next change.
 */
public final class OwnerCounters {
    /** The most counters that one owner may hold at a time. A charge of one more is refused as unavailable. */
    public static final int MOST_COUNTERS = 10_000;

    /** The state of an owner that never spent. */
    public static final OwnerCounters NONE =
            new OwnerCounters(Long.MIN_VALUE, new Tally[0], Long.MAX_VALUE, Long.MIN_VALUE);

    private final long latestMillis;
    /** Ordered by counter, each counter once. Never changed. */
    private final Tally[] tallies;
    /** No tally ends before this. */
    private final long firstEndMillis;
    /** Every tally has ended at this. */
    private final long lastEndMillis;

    private OwnerCounters(long latestMillis, Tally[] tallies, long firstEndMillis, long lastEndMillis) {
        this.latestMillis = latestMillis;
        this.tallies = tallies;
        this.firstEndMillis = firstEndMillis;
        this.lastEndMillis = lastEndMillis;
    }

    /** What a {@link #spend} led to: the state after it, the same object if it changed nothing, and the answer. */
    public record Step(OwnerCounters after, Spending spending) {}

    /**
     * What a {@link #reset} led to: the state after it, the same object if it changed nothing, and what each counter held
     * before it, in micros, in their order.
     */
    public record Reset(OwnerCounters after, List<Long> heldMicros) {
        public Reset {
            heldMicros = List.copyOf(heldMicros);
        }
    }

    /** The state with these parts, in any order. */
    public static OwnerCounters of(long latestMillis, List<Tally> tallies) {
        Tally[] ordered = tallies.toArray(Tally[]::new);
        Arrays.sort(ordered, (a, b) -> a.counter().compareTo(b.counter()));
        return ending(latestMillis, ordered);
    }

    /** The latest time at which it changed. */
    public long latestMillis() {
        return latestMillis;
    }

    /** Ordered by counter. */
    public List<Tally> tallies() {
        return List.of(tallies);
    }

    public int size() {
        return tallies.length;
    }

    /** The same counts, with {@code shared} in place of every counter equal to it; many owners have the same. */
    @SuppressWarnings("ReferenceEquality") // it is about instances
    public OwnerCounters sharing(UnaryOperator<Counter> shared) {
        Tally[] next = tallies.clone();
        for (int i = 0; i < next.length; i++) {
            Counter counter = shared.apply(next[i].counter());
            if (counter != next[i].counter()) {
                next[i] = Tally.of(counter, next[i].origin(), next[i].buckets());
            }
        }
        return new OwnerCounters(latestMillis, next, firstEndMillis, lastEndMillis);
    }

    /** From when on nothing here counts any more, unless something changes. */
    public long endMillis() {
        return lastEndMillis;
    }

    /**
     * Spends as {@link QuotaLedger#reserve} says.
     *
     * @param id of the reservation
     * @throws StateUnavailableException if an enforced charge needs a counter beyond {@link #MOST_COUNTERS}; a shadow
     *     charge that does would be refused
     */
    public Step spend(CounterOwner owner, String id, List<Charge> charges, Moment moment) {
        long clock = moment.clockMillis();
        long now = Math.max(latestMillis, moment.latestMillis());
        long knownSince = moment.knownSinceMillis();
        Optional<Overdraft> refusal = firstMisfit(charges, /* shadow= */ false, now, clock, knownSince);
        if (refusal.isPresent()) {
            return new Step(this, new Spending.Refused(refusal.get()));
        }
        OwnerCounters live = live(now);
        int missing = live.missing(charges, /* shadow= */ false);
        requireRoom(owner, live.tallies.length, missing);
        int room = MOST_COUNTERS - live.tallies.length - missing;
        Optional<Overdraft> wouldRefuse = firstMisfit(charges, /* shadow= */ true, now, clock, knownSince);
        if (wouldRefuse.isEmpty() && live.missing(charges, /* shadow= */ true) > room) {
            wouldRefuse = live.firstMissingShadow(charges, now)
                    .map(balance -> new Overdraft(balance, Math.max(1, live.firstEndMillis - clock)));
        }
        Spender spender = new Spender(live, now);
        List<Balance> balances = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            if (!charge.counter().shadow() || wouldRefuse.isEmpty()) {
                balances.add(spender.spend(charge));
            }
        }
        Reservation reservation = new Reservation(owner, id, balances);
        return new Step(spender.changed ? spender.after() : this, new Spending.Granted(reservation, wouldRefuse));
    }

    /** What {@link #spend} would refuse now. */
    public Optional<Overdraft> probe(CounterOwner owner, List<Charge> charges, Moment moment) {
        return spend(owner, /* id= */ "", charges, moment)
                .spending()
                .fold(granted -> Optional.empty(), refused -> Optional.of(refused.overdraft()));
    }

    /** Gives back what was spent, as far as its windows have not ended; this state if that is nothing. */
    public OwnerCounters giveBack(List<Balance> balances, Moment moment) {
        long now = Math.max(latestMillis, moment.latestMillis());
        Tally[] next = tallies.clone();
        boolean changed = false;
        for (Balance balance : balances) {
            int i = indexOf(next, balance.charge().counter());
            if (i >= 0 && balance.charge().amountMicros() > 0) {
                Tally less = next[i].minus(balance.charge().amountMicros(), balance.windowStartMillis(), now);
                changed |= less != next[i];
                next[i] = less;
            }
        }
        return changed ? new OwnerCounters(now, next, firstEndMillis, lastEndMillis) : this;
    }

    /**
     * Empties counters, also where it is not known what they hold. What was spent before is not given back to them later.
     *
     * @throws StateUnavailableException if that needs a counter beyond {@link #MOST_COUNTERS}
     */
    public Reset reset(CounterOwner owner, List<Counter> counters, Moment moment) {
        long now = Math.max(latestMillis, moment.latestMillis());
        Spender spender = new Spender(live(now), now);
        List<Long> held = new ArrayList<>(counters.size());
        for (Counter counter : counters) {
            held.add(spender.reset(counter, moment.knownSinceMillis()));
        }
        requireRoom(owner, spender.tallies.length, 0);
        return new Reset(spender.changed ? spender.after() : this, held);
    }

    /**
     * What counters hold, ordered by counter.
     *
     * @param also counters to be told of even where nothing was spent
     */
    public List<CounterReading> read(List<Counter> also, Moment moment) {
        long now = Math.max(latestMillis, moment.latestMillis());
        Tally[] live = live(now).tallies;
        Stream<Tally> others = also.stream()
                .distinct()
                .filter(counter -> indexOf(live, counter) < 0)
                .map(counter -> Tally.empty(counter, now));
        return Stream.concat(Arrays.stream(live), others)
                .map(tally -> CounterReading.of(tally, knownFrom(tally, moment.knownSinceMillis(), now), now))
                .sorted(Comparator.comparing(CounterReading::counter))
                .toList();
    }

    private static void requireRoom(CounterOwner owner, int size, int more) {
        if (size + more > MOST_COUNTERS) {
            throw new StateUnavailableException("`" + owner.text() + "` has " + size + " counters of at most "
                    + MOST_COUNTERS + "; there is room for another when a window ends");
        }
    }

    private Optional<Overdraft> firstMisfit(
            List<Charge> charges, boolean shadow, long now, long clock, long knownSince) {
        for (Charge charge : charges) {
            if (charge.counter().shadow() == shadow) {
                int i = indexOf(tallies, charge.counter());
                Tally tally = i >= 0 ? tallies[i] : Tally.empty(charge.counter(), now);
                long knownFrom =
                        charge.anewAfterLoss() || charge.amountMicros() == 0 ? now : knownFrom(tally, knownSince, now);
                long held = knownFrom > now ? charge.maxMicros() : tally.heldMicros(now);
                if (held + charge.amountMicros() > charge.maxMicros()) {
                    long fits = tally.holdsAtMostFromMillis(charge.maxMicros() - charge.amountMicros(), now);
                    Balance balance = new Balance(charge, held, held, tally.windowStartMillis(now));
                    return Optional.of(new Overdraft(balance, Math.max(1, Math.max(fits, knownFrom) - clock)));
                }
            }
        }
        return Optional.empty();
    }

    private static long knownFrom(Tally tally, long knownSinceMillis, long now) {
        long knownFrom = Tally.knownFromMillis(tally.counter(), knownSinceMillis, now);
        return knownFrom > now && tally.wasReset(now) ? now : knownFrom;
    }

    private int missing(List<Charge> charges, boolean shadow) {
        int missing = 0;
        for (Charge charge : charges) {
            if (charge.counter().shadow() == shadow && isMissing(charge)) {
                missing++;
            }
        }
        return missing;
    }

    private Optional<Balance> firstMissingShadow(List<Charge> charges, long now) {
        return charges.stream()
                .filter(charge -> charge.counter().shadow() && isMissing(charge))
                .map(charge -> new Balance(
                        charge, 0, 0, Tally.empty(charge.counter(), now).windowStartMillis(now)))
                .findFirst();
    }

    private boolean isMissing(Charge charge) {
        return charge.amountMicros() > 0 && indexOf(tallies, charge.counter()) < 0;
    }

    private OwnerCounters live(long now) {
        return now < firstEndMillis
                ? this
                : ending(
                        latestMillis,
                        Arrays.stream(tallies)
                                .filter(tally -> now < tally.endMillis())
                                .toArray(Tally[]::new));
    }

    private static OwnerCounters ending(long latestMillis, Tally[] tallies) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Tally tally : tallies) {
            long end = tally.endMillis();
            first = Math.min(first, end);
            last = Math.max(last, end);
        }
        return new OwnerCounters(latestMillis, tallies, first, last);
    }

    /** As {@link Arrays#binarySearch}. */
    private static int indexOf(Tally[] tallies, Counter counter) {
        int low = 0;
        int high = tallies.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = tallies[middle].counter().compareTo(counter);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** One spend in the making; copies the tallies with its first change. */
    private static final class Spender {
        private final long now;
        private Tally[] tallies;
        private long firstEndMillis;
        private long lastEndMillis;
        private boolean changed;

        Spender(OwnerCounters before, long now) {
            this.now = now;
            this.tallies = before.tallies;
            this.firstEndMillis = before.firstEndMillis;
            this.lastEndMillis = before.lastEndMillis;
        }

        OwnerCounters after() {
            return new OwnerCounters(now, tallies, firstEndMillis, lastEndMillis);
        }

        Balance spend(Charge charge) {
            int i = indexOf(tallies, charge.counter());
            Tally before = i >= 0 ? tallies[i] : Tally.empty(charge.counter(), now);
            long held = before.heldMicros(now);
            long amount = charge.amountMicros();
            if (amount > 0) {
                put(i, before.plus(amount, now));
            }
            return new Balance(charge, held, held + amount, before.windowStartMillis(now));
        }

        /** Answers with what it held. */
        long reset(Counter counter, long knownSinceMillis) {
            int i = indexOf(tallies, counter);
            Tally before = i >= 0 ? tallies[i] : Tally.empty(counter, now);
            long held = before.heldMicros(now);
            boolean known = knownFrom(before, knownSinceMillis, now) <= now;
            // Also where it is empty: a copy of it may not have heard that.
            if (i >= 0 || !known) {
                put(i, before.reset(now, known));
            }
            return held;
        }

        private void put(int i, Tally tally) {
            if (i >= 0) {
                tallies = changed ? tallies : tallies.clone();
                tallies[i] = tally;
            } else {
                int at = -i - 1;
                Tally[] longer = Arrays.copyOf(tallies, tallies.length + 1);
                System.arraycopy(tallies, at, longer, at + 1, tallies.length - at);
                longer[at] = tally;
                tallies = longer;
            }
            changed = true;
            long end = tally.endMillis();
            firstEndMillis = Math.min(firstEndMillis, end);
            lastEndMillis = Math.max(lastEndMillis, end);
        }
    }
}
