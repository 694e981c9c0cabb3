package dev.turnpike.clusterstate;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The counters of the whole cluster. All methods are thread-safe and never block; a stage may complete on any thread,
 * and completes exceptionally with {@link StateUnavailableException} when the counters cannot be reached.
 *
 * <p>Time is the clock of whoever holds the owner's entry. It never runs backwards for an owner: a clock that steps
 * back leaves the counters in the later window.
 */
public interface QuotaLedger {
    /**
     * Spends all enforced charges in one atomic step, or none. Shadow charges are a group of their own behind them:
     * all are spent if all fit and the enforced ones were granted, otherwise none, and they never refuse.
     *
     * @param charges at least one, each of another counter
     */
    CompletionStage<Spending> reserve(CounterOwner owner, List<Charge> charges);

    /** What {@link #reserve} would refuse at this moment; spends nothing. */
    CompletionStage<Optional<Overdraft>> probe(CounterOwner owner, List<Charge> charges);

    /**
     * Says what became of the call. {@link Outcome#DID_NOT_RUN} gives every charge back to the window it was spent in;
     * a window that has ended takes nothing back. Idempotent: the first outcome counts, later ones change nothing.
     */
    CompletionStage<Void> settle(Reservation reservation, Outcome outcome);

    /**
     * What the owner's counters hold at this moment, ordered by counter. Those whose windows have ended are left out.
     *
     * @param also counters to be told of even where nothing was spent
     */
    CompletionStage<List<CounterReading>> read(CounterOwner owner, List<Counter> also);

    /**
     * Empties counters of one owner in one atomic step; also those of which it is not known what they hold. Calls from
     * then on find them empty, at other nodes a second later at most. What was spent before is not given back any more.
     *
     * @param counters at least one, and at most as many as an owner may have
     * @return what each of them held, in micros, in their order
     */
    CompletionStage<List<Long>> reset(CounterOwner owner, List<Counter> counters);
}
