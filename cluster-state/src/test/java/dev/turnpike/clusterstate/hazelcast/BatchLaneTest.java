package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BatchLaneTest {
    private static final long DEADLINE = 1_000;

    @Test
    void aGridThatDoesNotKeepUpMakesABoundedNumberWait() {
        CompletableFuture<Receipt> busy = new CompletableFuture<>();
        BatchLane lane = lane(/* mostInBatch= */ 1, batch -> batch.number() == 1 ? busy : answered(batch));
        List<CompletableFuture<PostingAnswer>> answers = new ArrayList<>();
        for (int i = 0; i <= BatchLane.MOST_WAITING; i++) {
            answers.add(lane.post(probe(i)));
        }

        assertThat(lane.post(probe(0)))
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(StateUnavailableException.class)
                .withMessage("too many spends are waiting for the grid");

        // And all of them are answered by a grid that answers at once, without a frame of the stack for each.
        busy.complete(new Receipt(1, 0, List.of(PostingAnswer.DONE)));
        assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
        assertThat(lane.post(probe(0))).isCompletedWithValue(PostingAnswer.DONE);
    }

    @Test
    void manyThreadsShareTheLaneAndOneBatchIsUnderWayAtATime() throws Exception {
        ExecutorService grid = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        AtomicInteger underWay = new AtomicInteger();
        Set<Integer> most = Collections.synchronizedSet(new HashSet<>());
        List<Posting> sent = Collections.synchronizedList(new ArrayList<>());
        BatchLane lane = lane(
                /* mostInBatch= */ 16,
                batch -> CompletableFuture.supplyAsync(
                        () -> {
                            most.add(underWay.incrementAndGet());
                            sent.addAll(batch.postings());
                            underWay.decrementAndGet();
                            return receipt(batch);
                        },
                        grid));
        try {
            List<CompletableFuture<PostingAnswer>> answers = Collections.synchronizedList(new ArrayList<>());
            List<CompletableFuture<Void>> done = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int first = caller * 1_000;
                done.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = first; i < first + 1_000; i++) {
                                answers.add(lane.post(probe(i)));
                            }
                        },
                        callers));
            }
            for (CompletableFuture<Void> caller : done) {
                caller.get(20, TimeUnit.SECONDS);
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        } finally {
            callers.shutdownNow();
            grid.shutdownNow();
        }

        assertThat(sent).hasSize(4_000).doesNotHaveDuplicates();
        assertThat(most).containsExactly(1);
    }

    private static BatchLane lane(int mostInBatch, Function<Batch, CompletionStage<Receipt>> grid) {
        return new BatchLane("n/0", mostInBatch, DEADLINE, () -> 0, Runnable::run, grid, new LaneFigures());
    }

    private static CompletionStage<Receipt> answered(Batch batch) {
        return CompletableFuture.completedStage(receipt(batch));
    }

    private static Receipt receipt(Batch batch) {
        return new Receipt(
                batch.number(), 0, Collections.nCopies(batch.postings().size(), PostingAnswer.DONE));
    }

    private static Posting probe(int id) {
        return new Posting.Probe(CounterOwner.grant(String.valueOf(id)), List.of());
    }
}
