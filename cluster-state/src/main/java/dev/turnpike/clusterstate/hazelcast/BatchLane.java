package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes postings to one shard: at most one batch is under way, and the next takes all who waited meanwhile, without a
 * timer. So a posting that meets nobody is sent at once, and a hot owner costs one trip for many. Thread-safe; never
 * blocks.
 *
 * <p>A batch whose fate is not known is sent again under its number until the deadline; then its postings fail, and
 * whatever still arrives of it counts for nobody.
 */
final class BatchLane {
    /** More than these wait for nothing: the grid does not keep up. */
    static final int MOST_WAITING = 65_536;

    private final String caller;
    private final int mostInBatch;
    private final long deadlineNanos;
    private final LongSupplier nanos;
    private final Executor departures;
    private final Function<Batch, CompletionStage<Receipt>> grid;
    private final LaneFigures figures;

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private @Nullable Flight flight;
    /** Somebody is about to take the next batch. */
    private boolean departing;

    private long number;

    /**
     * @param caller unique among all lanes of all nodes that ever run
     * @param mostInBatch how many postings travel together at most
     * @param nanos a monotonic clock
     * @param departures runs the departure of a batch that found the lane free
     * @param grid sends a batch; its stage fails with {@link RetryException} where the batch may be sent again
     */
    BatchLane(
            String caller,
            int mostInBatch,
            long deadlineNanos,
            LongSupplier nanos,
            Executor departures,
            Function<Batch, CompletionStage<Receipt>> grid,
            LaneFigures figures) {
        this.caller = caller;
        this.mostInBatch = mostInBatch;
        this.deadlineNanos = deadlineNanos;
        this.nanos = nanos;
        this.departures = departures;
        this.grid = grid;
        this.figures = figures;
    }

    /** The shard did not say whether it took the batch, or could not take it at that moment. */
    static final class RetryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RetryException(Throwable cause) {
            super(cause.toString(), cause, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        }
    }

    /** Posts with the next batch; fails with {@link StateUnavailableException} where no answer comes in time. */
    CompletableFuture<PostingAnswer> post(Posting posting) {
        Waiting waiting = new Waiting(posting, nanos.getAsLong() + deadlineNanos, new CompletableFuture<>());
        boolean free;
        synchronized (this) {
            if (queue.size() >= MOST_WAITING) {
                return CompletableFuture.failedFuture(
                        new StateUnavailableException("too many spends are waiting for the grid"));
            }
            queue.add(waiting);
            free = flight == null && !departing;
            departing |= free;
        }
        if (free) {
            departWhenDue();
        }
        return waiting.answer;
    }

    /** Sends again what may be, and gives up what has waited past its deadline. To be called every now and then. */
    void tick() {
        long now = nanos.getAsLong();
        List<Waiting> late = new ArrayList<>();
        Flight again = null;
        synchronized (this) {
            while (!queue.isEmpty() && queue.peek().isLate(now)) {
                late.add(queue.remove());
            }
            if (flight != null) {
                late.addAll(flight.late(now));
            }
            if (flight != null && flight.isLate(now)) {
                flight = null;
                figures.gaveUp.increment();
                again = next();
            } else if (flight != null && flight.landed) {
                flight.landed = false;
                again = flight;
                figures.retries.increment();
            } else if (flight == null) {
                departing = false; // whose thread was to send the first batch may be gone
                again = next();
            }
        }
        late.forEach(waiting -> waiting.fail("the grid did not answer in time"));
        depart(again);
    }

    private void departWhenDue() {
        try {
            departures.execute(this::departFirst);
        } catch (RejectedExecutionException closing) {
            departFirst();
        }
    }

    /** The first batch after the lane was free: with all who came until the caller's thread got to it. */
    private void departFirst() {
        Flight first;
        synchronized (this) {
            departing = false;
            first = flight == null ? next() : null;
        }
        depart(first);
    }

    private void depart(@Nullable Flight first) {
        Flight next = first;
        while (next != null) {
            next = send(next);
        }
    }

    /** Answers with the flight that departs next if the answer is there at once: a loop, where calls would pile up. */
    private @Nullable Flight send(Flight sent) {
        CompletionStage<Receipt> stage;
        try {
            stage = grid.apply(sent.batch);
        } catch (RuntimeException failure) {
            return arrive(sent, /* receipt= */ null, failure);
        }
        CompletableFuture<Receipt> answer = stage.toCompletableFuture();
        if (answer.isDone()) {
            return answer.handle((receipt, failure) -> Optional.ofNullable(arrive(sent, receipt, failure)))
                    .join()
                    .orElse(null);
        }
        // With an executor that runs at once: Hazelcast's stages would start a thread for each on small machines.
        stage.whenCompleteAsync((receipt, failure) -> depart(arrive(sent, receipt, failure)), Runnable::run);
        return null;
    }

    /** Answers with the flight that departs next, if any. */
    private @Nullable Flight arrive(Flight arrived, @Nullable Receipt receipt, @Nullable Throwable failure) {
        synchronized (this) {
            if (flight != arrived || arrived.answered) {
                return null; // given up, or an answer to an earlier attempt came first
            }
            if (receipt == null && failure instanceof RetryException) {
                arrived.landed = true;
                return null; // the next tick sends it again, or gives it up
            }
            arrived.answered = true;
        }
        // INVARIANT: the flight stays the lane's while its callbacks run, so that whoever posts from one joins the
        // queue.
        arrived.answer(receipt, failure);
        synchronized (this) {
            flight = null;
            return next();
        }
    }

    /** The next batch, if anybody waits. Under the lock, while no batch is under way. */
    private @Nullable Flight next() {
        if (queue.isEmpty()) {
            return null;
        }
        int size = Math.min(mostInBatch, queue.size());
        List<Waiting> some = new ArrayList<>(size);
        List<Posting> postings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Waiting waiting = queue.remove();
            some.add(waiting);
            postings.add(waiting.posting);
        }
        figures.batches.increment();
        figures.postings.add(size);
        flight = new Flight(new Batch(caller, ++number, postings), some);
        return flight;
    }

    private record Waiting(Posting posting, long deadline, CompletableFuture<PostingAnswer> answer) {
        boolean isLate(long now) {
            return deadline - now <= 0;
        }

        void fail(String why) {
            answer.completeExceptionally(new StateUnavailableException(why));
        }
    }

    /** A batch under way. Its fields are guarded by the lane. */
    private static final class Flight {
        private final Batch batch;
        private final List<Waiting> waiting;
        /** Came back without an answer, and may be sent again. */
        private boolean landed;

        private boolean answered;

        Flight(Batch batch, List<Waiting> waiting) {
            this.batch = batch;
            this.waiting = waiting;
        }

        /** Those who have waited too long, though the batch may still be of use to others. */
        List<Waiting> late(long now) {
            return answered
                    ? List.of()
                    : waiting.stream().filter(some -> some.isLate(now)).toList();
        }

        /** Whether nobody waits for it any more. All are asked: who looked at the clock first may have come last. */
        boolean isLate(long now) {
            return !answered && waiting.stream().allMatch(some -> some.isLate(now));
        }

        void answer(@Nullable Receipt receipt, @Nullable Throwable failure) {
            if (receipt != null && receipt.answers().size() == waiting.size()) {
                for (int i = 0; i < waiting.size(); i++) {
                    waiting.get(i).answer.complete(receipt.answers().get(i));
                }
            } else {
                StateUnavailableException why = failure instanceof StateUnavailableException unavailable
                        ? unavailable
                        : new StateUnavailableException("the grid did not understand a batch of spends: " + failure);
                waiting.forEach(some -> some.answer.completeExceptionally(why));
            }
        }
    }
}
