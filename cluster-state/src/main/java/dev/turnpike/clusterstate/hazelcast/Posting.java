package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.List;

/** One thing that a node asks of an owner's counters. */
sealed interface Posting {
    CounterOwner owner();

    /** What is asked. Pure. */
    Posted post(OwnerCounters before, Moment now);

    /** The counters afterwards, the same object if nothing changed, and the answer. */
    record Posted(OwnerCounters after, PostingAnswer answer) {}

    /** Spends all charges, or none. */
    record Spend(CounterOwner owner, List<Charge> charges) implements Posting {
        @Override
        public Posted post(OwnerCounters before, Moment now) {
            try {
                OwnerCounters.Step step = before.spend(owner, /* id= */ "", charges, now);
                return new Posted(step.after(), PostingAnswer.of(step.spending(), charges));
            } catch (StateUnavailableException e) {
                return new Posted(before, PostingAnswer.unavailable(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Finds out what a spend would be refused for. */
    record Probe(CounterOwner owner, List<Charge> charges) implements Posting {
        @Override
        public Posted post(OwnerCounters before, Moment now) {
            return new Posted(
                    before, new Spend(owner, charges).post(before, now).answer());
        }
    }

    /** Empties counters. */
    record Reset(CounterOwner owner, List<Counter> counters) implements Posting {
        @Override
        public Posted post(OwnerCounters before, Moment now) {
            try {
                OwnerCounters.Reset reset = before.reset(owner, counters, now);
                return new Posted(reset.after(), PostingAnswer.reset(reset.heldMicros(), now));
            } catch (StateUnavailableException e) {
                return new Posted(before, PostingAnswer.unavailable(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Gives back what a call spent that did not run. */
    record GiveBack(CounterOwner owner, List<Balance> balances) implements Posting {
        @Override
        public Posted post(OwnerCounters before, Moment now) {
            return new Posted(before.giveBack(balances, now), PostingAnswer.DONE);
        }
    }
}
