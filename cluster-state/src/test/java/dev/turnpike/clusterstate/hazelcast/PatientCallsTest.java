package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientCallsTest {
    private final PatientCalls calls = new PatientCalls(Duration.ofSeconds(20));
    private final List<Boolean> sent = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void aCallIsMadeAgainWhileItIsNotKnownWhatBecameOfIt() throws Exception {
        List<CompletionStage<String>> answers = List.of(
                CompletableFuture.failedStage(new IndeterminateOperationStateException("for the test")),
                CompletableFuture.failedStage(new RetryableHazelcastException("for the test")),
                CompletableFuture.completedStage("done"));

        CompletionStage<String> answer = calls.make(again -> {
            sent.add(again);
            return answers.get(sent.size() - 1);
        });

        assertThat(await(answer)).isEqualTo("done");
        assertThat(sent).containsExactly(false, true, true);
    }

    @Test
    void whatTheGridRefusesIsNotAskedAgain() {
        CompletionStage<String> answer = calls.make(again -> {
            sent.add(again);
            throw new SplitBrainProtectionException("for the test");
        });

        assertThatThrownBy(() -> await(answer)).hasCauseInstanceOf(StateUnavailableException.class);
        assertThat(sent).containsExactly(false);
    }

    @Test
    void aCallThatIsNotAnsweredInTimeIsUnavailable() {
        try (PatientCalls hasty = new PatientCalls(Duration.ofMillis(1))) {
            CompletionStage<String> answer = hasty.make(again -> new CompletableFuture<>());

            assertThatThrownBy(() -> await(answer))
                    .cause()
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessage("the grid did not answer within 1 ms");
        }
    }

    @Test
    void whoWaitsWhenTheGridIsClosedIsUnavailable() {
        CompletionStage<String> waiting = calls.make(again -> new CompletableFuture<>());
        CompletionStage<String> trying = calls.make(again -> {
            sent.add(again);
            return CompletableFuture.failedStage(new IndeterminateOperationStateException("for the test"));
        });
        await().until(() -> sent.size() > 1);

        calls.close();

        for (CompletionStage<String> each :
                List.of(waiting, trying, calls.<String>make(again -> new CompletableFuture<>()))) {
            assertThatThrownBy(() -> await(each))
                    .cause()
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessage("the grid is closed");
        }
    }

    @Test
    void noMoreAreUnderWayThanTheGridCanBeAskedFor() throws Exception {
        List<CompletableFuture<String>> silent = new ArrayList<>();
        for (int i = 0; i < PatientCalls.MOST_UNDER_WAY; i++) {
            CompletableFuture<String> one = new CompletableFuture<>();
            silent.add(one);
            calls.make(again -> one);
        }
        CompletionStage<String> tooMany = calls.make(again -> CompletableFuture.completedStage("done"));
        assertThatThrownBy(() -> await(tooMany)).hasCauseInstanceOf(StateUnavailableException.class);

        silent.get(7).complete("done");
        CompletionStage<String> next = calls.make(again -> CompletableFuture.completedStage("done"));
        assertThat(await(next)).isEqualTo("done");
    }
}
