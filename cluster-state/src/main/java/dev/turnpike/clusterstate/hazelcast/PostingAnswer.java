package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Overdraft;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a {@link Posting}. It names no charge: whoever asked still has them, so they need not travel back.
 *
 * @param granted whether the charges were spent
 * @param spent for each charge that was spent, or each counter that was reset, in their order, what its window held
 *     before
 * @param misfits the charge that did not fit: none or one
 * @param unavailable why there is no answer, or {@code ""}
 */
record PostingAnswer(boolean granted, List<Held> spent, List<Misfit> misfits, String unavailable) {
    /** The answer where there is nothing to say. */
    static final PostingAnswer DONE =
            new PostingAnswer(/* granted= */ true, List.of(), List.of(), /* unavailable= */ "");

    PostingAnswer {
        spent = List.copyOf(spent);
        misfits = List.copyOf(misfits);
    }

    /** What a window held. */
    record Held(long micros, long windowStartMillis) {}

    /** The charge at {@code place}, which did not fit. */
    record Misfit(int place, Held held, long retryAfterMillis) {
        static Misfit of(Overdraft overdraft, List<Charge> charges) {
            Balance balance = overdraft.balance();
            return new Misfit(
                    charges.indexOf(balance.charge()),
                    new Held(balance.beforeMicros(), balance.windowStartMillis()),
                    overdraft.retryAfterMillis());
        }

        Overdraft overdraft(List<Charge> charges) {
            return new Overdraft(
                    new Balance(charges.get(place), held.micros, held.micros, held.windowStartMillis),
                    retryAfterMillis);
        }
    }

    static PostingAnswer unavailable(String why) {
        return new PostingAnswer(/* granted= */ false, List.of(), List.of(), why);
    }

    /** The answer to a reset. */
    static PostingAnswer reset(List<Long> heldMicros, Moment now) {
        return new PostingAnswer(
                /* granted= */ true,
                heldMicros.stream()
                        .map(micros -> new Held(micros, now.latestMillis()))
                        .toList(),
                List.of(),
                /* unavailable= */ "");
    }

    static PostingAnswer of(Spending spending, List<Charge> charges) {
        return spending.fold(
                granted -> new PostingAnswer(
                        true,
                        held(granted.reservation().balances()),
                        granted.wouldRefuse()
                                .map(misfit -> List.of(Misfit.of(misfit, charges)))
                                .orElse(List.of()),
                        /* unavailable= */ ""),
                refused -> new PostingAnswer(
                        false, List.of(), List.of(Misfit.of(refused.overdraft(), charges)), /* unavailable= */ ""));
    }

    /**
     * The answer as the caller of a reset understands it.
     *
     * @throws StateUnavailableException if there is none
     */
    List<Long> heldMicros() {
        if (!unavailable.isEmpty()) {
            throw new StateUnavailableException(unavailable);
        }
        return spent.stream().map(Held::micros).toList();
    }

    /**
     * The answer as the caller of a spend understands it.
     *
     * @throws StateUnavailableException if the owner's counters could not take the charges
     */
    Spending spending(CounterOwner owner, String id, List<Charge> charges) {
        if (!unavailable.isEmpty()) {
            throw new StateUnavailableException(unavailable);
        }
        Optional<Overdraft> misfit = misfits.isEmpty()
                ? Optional.empty()
                : Optional.of(misfits.get(0).overdraft(charges));
        return granted
                ? new Spending.Granted(new Reservation(owner, id, balances(charges)), misfit)
                : new Spending.Refused(misfit.orElseThrow());
    }

    private static List<Held> held(List<Balance> balances) {
        Held[] held = new Held[balances.size()];
        for (int i = 0; i < held.length; i++) {
            Balance balance = balances.get(i);
            held[i] = new Held(balance.beforeMicros(), balance.windowStartMillis());
        }
        return List.of(held);
    }

    /** All charges were spent; those of shadow limits only if all of them fitted. */
    private List<Balance> balances(List<Charge> charges) {
        List<Balance> balances = new ArrayList<>(spent.size());
        int next = 0;
        for (Charge charge : charges) {
            if (misfits.isEmpty() || !charge.counter().shadow()) {
                Held held = spent.get(next++);
                balances.add(
                        new Balance(charge, held.micros, held.micros + charge.amountMicros(), held.windowStartMillis));
            }
        }
        return balances;
    }
}
