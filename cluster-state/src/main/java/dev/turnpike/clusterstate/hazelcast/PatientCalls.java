package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the grid that count once however often they arrive: while it is not known what became of one, it is made
 * again, until a deadline. Whatever goes wrong becomes a {@link StateUnavailableException}. Thread-safe; never blocks.
 * Stages never complete on a thread of Hazelcast's, so that whoever hears an answer may make the next call.
 */
final class PatientCalls implements AutoCloseable {
    /** More than these under way: the grid does not keep up. */
    static final int MOST_UNDER_WAY = 16_384;

    private static final int SHORTEST_PAUSE_MILLIS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 50;

    private final long deadlineMillis;
    private final ConcurrentMap<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final ScheduledThreadPoolExecutor timer;

    PatientCalls(Duration deadline) {
        this.deadlineMillis = deadline.toMillis();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "turnpike-grid-patience");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Sends a call. */
    interface Attempt<T> {
        /**
         * Sends it.
         *
         * @param again whether it was sent before, and nobody knows what became of it
         */
        CompletionStage<T> send(boolean again);
    }

    <T> CompletionStage<T> make(Attempt<T> attempt) {
        if (underWay.size() >= MOST_UNDER_WAY) {
            return CompletableFuture.failedFuture(
                    new StateUnavailableException("too many calls are waiting for the grid"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Long call = number.incrementAndGet();
        underWay.put(call, answer);
        try {
            Future<?> alarm = timer.schedule(() -> expire(answer), deadlineMillis, TimeUnit.MILLISECONDS);
            whenDone(answer, () -> {
                underWay.remove(call);
                alarm.cancel(/* mayInterruptIfRunning= */ false);
            });
            send(attempt, /* again= */ false, answer);
        } catch (RejectedExecutionException closed) {
            underWay.remove(call);
            answer.completeExceptionally(closed());
        }
        return answer;
    }

    /** To be closed after the member: nobody waits for ever. */
    @Override
    public void close() {
        timer.shutdownNow();
        List.copyOf(underWay.values()).forEach(answer -> answer.completeExceptionally(closed()));
    }

    private <T> void send(Attempt<T> attempt, boolean again, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            return;
        }
        CompletionStage<T> sent;
        try {
            sent = attempt.send(again);
        } catch (RuntimeException notSent) { // as while a member joins another cluster
            failed(attempt, answer, notSent);
            return;
        }
        sent.whenCompleteAsync(
                (@Nullable T value, @Nullable Throwable failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        failed(attempt, answer, failure);
                    }
                },
                GridThreads::outsideOfHazelcast);
    }

    private <T> void failed(Attempt<T> attempt, CompletableFuture<T> answer, Throwable failure) {
        RuntimeException meaning = GridFailures.of(failure);
        if (!(meaning instanceof BatchLane.RetryException)) {
            answer.completeExceptionally(meaning);
        } else if (!answer.isDone()) {
            sendLater(attempt, answer);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failures are those of the answer
    private <T> void sendLater(Attempt<T> attempt, CompletableFuture<T> answer) {
        int pause = ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        try {
            timer.schedule(() -> send(attempt, /* again= */ true, answer), pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            answer.completeExceptionally(closed());
        }
    }

    private void expire(CompletableFuture<?> answer) {
        answer.completeExceptionally(
                new StateUnavailableException("the grid did not answer within " + deadlineMillis + " ms"));
    }

    private static StateUnavailableException closed() {
        return new StateUnavailableException("the grid is closed");
    }

    private static void whenDone(CompletionStage<?> stage, Runnable action) {
        stage.whenComplete((value, failure) -> action.run());
    }
}
