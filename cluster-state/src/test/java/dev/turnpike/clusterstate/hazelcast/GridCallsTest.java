package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GridCallsTest {
    @Test
    void anAnswerThatComesTooLateIsUnavailable() {
        try (GridCalls calls = new GridCalls(Duration.ofMillis(1))) {
            CompletableFuture<String> silent = new CompletableFuture<>();

            CompletionStage<String> answer = calls.ask(() -> silent, Function.identity());

            assertThatThrownBy(() -> await(answer))
                    .cause()
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessage("the grid did not answer within 1 ms");
            silent.complete("late");
            assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
        }
    }

    @Test
    void whateverTheGridThrowsIsUnavailable() {
        try (GridCalls calls = new GridCalls(Duration.ofSeconds(20))) {
            IllegalStateException failure = new IllegalStateException("broken");

            CompletionStage<String> thrown = calls.ask(
                    () -> {
                        throw failure;
                    },
                    Function.identity());
            CompletionStage<String> failed =
                    calls.ask(() -> CompletableFuture.failedStage(failure), Function.identity());
            CompletionStage<String> misunderstood = calls.ask(() -> CompletableFuture.completedStage(""), answer -> {
                throw failure;
            });

            for (CompletionStage<String> stage : java.util.List.of(thrown, failed, misunderstood)) {
                // The stage itself fails with it, unwrapped.
                stage.whenComplete((value, cause) -> assertThat(cause)
                        .isInstanceOf(StateUnavailableException.class)
                        .hasCause(failure));
                assertThatThrownBy(() -> await(stage))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(StateUnavailableException.class);
            }
        }
    }
}
