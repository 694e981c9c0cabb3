package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls to the grid, each with a deadline. Whatever goes wrong becomes a {@link StateUnavailableException}. Stages
 * complete on a thread of Hazelcast, or on the one timer thread; neither may be blocked.
 */
final class GridCalls implements AutoCloseable {
    private final long deadlineMillis;
    private final ScheduledThreadPoolExecutor timer;

    GridCalls(Duration deadline) {
        this.deadlineMillis = deadline.toMillis();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "turnpike-grid-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Asks the grid.
     *
     * @param question sends the call
     * @param understand turns the grid's answer into the caller's, on the thread that brings it
     */
    <A, T> CompletionStage<T> ask(Supplier<CompletionStage<A>> question, Function<A, T> understand) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            // With an executor that runs at once: plain whenComplete would go through the common pool once more.
            question.get()
                    .whenCompleteAsync(
                            (value, failure) -> {
                                if (failure == null) {
                                    complete(answer, value, understand);
                                } else {
                                    answer.completeExceptionally(unavailable(failure));
                                }
                            },
                            Runnable::run);
            if (!answer.isDone()) {
                Future<?> alarm = timer.schedule(() -> expire(answer), deadlineMillis, TimeUnit.MILLISECONDS);
                whenDone(answer, () -> alarm.cancel(/* mayInterruptIfRunning= */ false));
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(unavailable(e));
        }
        return answer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static <A, T> void complete(CompletableFuture<T> answer, A value, Function<A, T> understand) {
        try {
            answer.complete(understand.apply(value));
        } catch (StateUnavailableException e) {
            answer.completeExceptionally(e);
        } catch (RuntimeException e) {
            answer.completeExceptionally(unavailable(e));
        }
    }

    private static void whenDone(CompletionStage<?> stage, Runnable action) {
        stage.whenComplete((value, failure) -> action.run());
    }

    private void expire(CompletableFuture<?> answer) {
        answer.completeExceptionally(
                new StateUnavailableException("the grid did not answer within " + deadlineMillis + " ms"));
    }

    private static StateUnavailableException unavailable(Throwable failure) {
        return new StateUnavailableException("the grid could not be reached: " + failure.getMessage(), failure);
    }
}
