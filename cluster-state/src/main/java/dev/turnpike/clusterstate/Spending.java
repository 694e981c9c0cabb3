package dev.turnpike.clusterstate;

import java.util.Optional;
import java.util.function.Function;

/** The answer to {@link QuotaLedger#reserve}: all charges were spent, or none was. */
public sealed interface Spending {
    /** Handles every case; a new one breaks the callers at compile time. */
    <T> T fold(Function<Granted, T> granted, Function<Refused, T> refused);

    /**
     * All enforced charges were spent.
     *
     * @param reservation to be settled exactly once
     * @param wouldRefuse the first shadow charge that did not fit; then no shadow charge was spent
     */
    record Granted(Reservation reservation, Optional<Overdraft> wouldRefuse) implements Spending {
        @Override
        public <T> T fold(Function<Granted, T> granted, Function<Refused, T> refused) {
            return granted.apply(this);
        }
    }

    /**
     * An enforced charge did not fit, and nothing was spent.
     *
     * @param overdraft the first such charge, in the order of the charges
     */
    record Refused(Overdraft overdraft) implements Spending {
        @Override
        public <T> T fold(Function<Granted, T> granted, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
