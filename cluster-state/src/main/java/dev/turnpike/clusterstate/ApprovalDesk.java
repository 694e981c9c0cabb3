package dev.turnpike.clusterstate;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The approvals of the whole cluster. All methods are thread-safe and never block; a stage may complete on any thread,
 * and completes exceptionally with {@link StateUnavailableException} when the approvals cannot be reached, or did not
 * answer in time: the motion may or may not have been ruled on then, and making the same again is harmless.
 *
 * <p>Every motion is one atomic step at whoever holds the approval, by that member's clock.
 */
public interface ApprovalDesk {
    /** An id for one approval of that grant, should it be opened; the desk finds the approval by it. */
    String newId(String grant);

    /** Rules on a motion, for the whole cluster. */
    CompletionStage<Ruling> put(Motion motion);

    /** What {@link #list} shows. */
    enum Which {
        /** What people can decide. */
        PENDING,
        /** All that is remembered. */
        ALL
    }

    /** The approvals of all grants, without their arguments, the oldest first. */
    CompletionStage<List<Approval>> list(Which which);

    /**
     * Which of these are decided: by a person, by time, or because they are not known any more. For those who wait for
     * many, and might have missed the news.
     */
    CompletionStage<Set<String>> decided(Set<String> ids);

    /** What {@link #tend} tells of. */
    enum Left {
        /** Approvals with steps that were not noted. */
        UNNOTED,
        /** Those, and all that are open. */
        ALL
    }

    /**
     * The approvals that this node looks after and that something is left to do for, without their arguments. Every
     * approval is looked after by exactly one node, if that can be told at the moment. Ends what is over and forgets what
     * is old on the way.
     */
    CompletionStage<List<Approval>> tend(Left left);

    /**
     * Calls back with every approval that changed anywhere, without its arguments, as soon as this node hears of it, on
     * any thread; the callback must not block. That its steps were noted is no news. News can be lost, come late, twice or
     * in another order: who must not miss any asks again every now and then.
     */
    Watch watch(Consumer<Approval> watcher);

    /** A running {@link #watch}. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
