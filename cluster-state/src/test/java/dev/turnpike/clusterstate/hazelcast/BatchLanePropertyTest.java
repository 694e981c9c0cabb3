package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** A lane among a grid and callers that do whatever they may, in any order. */
class BatchLanePropertyTest {
    private static final long DEADLINE = 1_000;
    private static final int MOST_IN_BATCH = 3;

    /** What the grid says to an attempt: at once, later or never. */
    enum Reply {
        RECEIPT,
        SHORT_RECEIPT,
        RETRY,
        FAILURE
    }

    /** One thing that happens. */
    interface Event {
        void happen(Run run);
    }

    @Property
    void everyPostingIsAnsweredOnceAndTravelsUnderOneNumber(@ForAll("events") List<Event> events) {
        Run run = new Run();
        for (Event event : events) {
            event.happen(run);
            run.checkThatNobodyWaitsForNothing();
        }

        run.now += DEADLINE + Run.SLOWEST_NANOS;
        run.atOnce = Reply.RECEIPT;
        run.replies = true;
        run.waitsForThread = false;
        run.tick();
        run.post(/* again= */ 0, /* slowNanos= */ 0);

        run.checkThatNobodyWaitsForNothing();
        assertThat(run.answers.stream().allMatch(CompletableFuture::isDone)).isTrue();
        assertThat(run.answered.get(run.answered.size() - 1)).isEqualTo(run.answers.size() - 1);
    }

    /** The lane, the grid it sends to, and what both did. */
    private static final class Run {
        static final long SLOWEST_NANOS = 50;

        private record Attempt(Batch batch, CompletableFuture<Receipt> stage) {}

        final List<CompletableFuture<PostingAnswer>> answers = new ArrayList<>();
        final List<Integer> answered = new ArrayList<>();
        private final List<Long> posted = new ArrayList<>();
        private final List<Attempt> attempts = new ArrayList<>();
        private final Map<Integer, Long> numbers = new HashMap<>();
        private final BatchLane lane = new BatchLane(
                "n/0", MOST_IN_BATCH, DEADLINE, this::nanos, this::departs, this::send, new LaneFigures());
        long now = Long.MAX_VALUE - 5_000; // the clock may begin anywhere, and overflow
        Reply atOnce = Reply.RECEIPT;
        boolean replies;
        boolean throwing;
        boolean waitsForThread;
        private final Deque<Runnable> departures = new ArrayDeque<>();
        private boolean threadGone;
        private long slow;
        private @Nullable AssertionError problem;

        /** Asks once; whoever is answered asks {@code again} times more from within the answer. */
        void post(int again, long slowNanos) {
            int id = answers.size();
            posted.add(now);
            answers.add(new CompletableFuture<>());
            slow = slowNanos;
            CompletionStage<PostingAnswer> answer =
                    lane.post(new Posting.Probe(CounterOwner.grant(String.valueOf(id)), List.of()));
            slow = 0;
            answer.whenComplete((value, failure) -> {
                checking(() -> checkAnswer(id, value, failure));
                if (again > 0) {
                    post(again - 1, /* slowNanos= */ 0);
                }
            });
        }

        private void checkAnswer(int id, @Nullable PostingAnswer value, @Nullable Throwable failure) {
            if (value != null) {
                assertThat(answers.get(id).complete(value)).isTrue();
                assertThat(value.unavailable()).isEqualTo(String.valueOf(id));
                assertThat(answered).allMatch(earlier -> earlier < id);
                answered.add(id);
            } else {
                assertThat(failure).isInstanceOf(StateUnavailableException.class);
                assertThat(answers.get(id).completeExceptionally(failure)).isTrue();
            }
        }

        /** What fails inside a callback would be lost on the way out. */
        private void checking(Runnable checks) {
            try {
                checks.run();
            } catch (AssertionError failed) {
                problem = problem == null ? failed : problem;
            }
        }

        /** A caller that is interrupted between looking at the clock and joining the queue looked at it too early. */
        private long nanos() {
            return now - slow;
        }

        private void departs(Runnable departure) {
            if (waitsForThread) {
                departures.add(departure);
            } else {
                departure.run();
            }
        }

        /** The caller's thread gets to what it was to do. */
        void runThread() {
            while (!departures.isEmpty()) {
                departures.remove().run();
            }
        }

        /** The caller's thread ends before it does what it was to do. */
        void endThread() {
            threadGone |= !departures.isEmpty();
            departures.clear();
        }

        void tick() {
            lane.tick();
            threadGone = false;
            for (int id = 0; id < posted.size(); id++) {
                assertThat(answers.get(id).isDone() || !mustBeLate(id)).isTrue();
            }
        }

        private boolean mayBeLate(int id) {
            return now - posted.get(id) >= DEADLINE - SLOWEST_NANOS;
        }

        private boolean mustBeLate(int id) {
            return now - posted.get(id) >= DEADLINE + SLOWEST_NANOS;
        }

        private CompletionStage<Receipt> send(Batch batch) {
            checking(() -> check(batch));
            Attempt attempt = new Attempt(batch, new CompletableFuture<>());
            attempts.add(attempt);
            if (replies && throwing && (atOnce == Reply.RETRY || atOnce == Reply.FAILURE)) {
                reply(attempt, atOnce);
                throw failure(atOnce);
            }
            if (replies) {
                reply(attempt, atOnce);
            }
            return attempt.stage;
        }

        private void check(Batch batch) {
            assertThat(batch.postings()).hasSizeBetween(1, MOST_IN_BATCH);
            if (!attempts.isEmpty()) {
                Batch before = newest().batch;
                if (batch.number() == before.number()) {
                    assertThat(batch).isEqualTo(before);
                    assertThat(newest().stage).isCompletedExceptionally();
                } else {
                    assertThat(batch.number()).isEqualTo(before.number() + 1);
                    assertThat(before.postings())
                            .allMatch(posting -> answers.get(id(posting)).isDone() || mayBeLate(id(posting)));
                }
            }
            for (Posting posting : batch.postings()) {
                Long number = numbers.putIfAbsent(id(posting), batch.number());
                assertThat(number == null || number == batch.number()).isTrue();
            }
        }

        void reply(int which, Reply reply) {
            if (!attempts.isEmpty()) {
                reply(attempts.get(Math.max(0, attempts.size() - 1 - which)), reply);
            }
        }

        private static void reply(Attempt attempt, Reply reply) {
            List<PostingAnswer> some = attempt.batch.postings().stream()
                    .map(posting -> PostingAnswer.unavailable(String.valueOf(id(posting))))
                    .toList();
            switch (reply) {
                case RECEIPT -> attempt.stage.complete(new Receipt(attempt.batch.number(), 0, some));
                case SHORT_RECEIPT -> attempt.stage.complete(new Receipt(attempt.batch.number(), 0, List.of()));
                default -> attempt.stage.completeExceptionally(failure(reply));
            }
        }

        private static RuntimeException failure(Reply reply) {
            return reply == Reply.RETRY
                    ? new BatchLane.RetryException(new IllegalStateException("not now"))
                    : new IllegalStateException("broken");
        }

        void checkThatNobodyWaitsForNothing() {
            if (problem != null) {
                throw problem;
            }
            boolean somebodyWaits = answers.stream().anyMatch(answer -> !answer.isDone());
            if (somebodyWaits && departures.isEmpty() && !threadGone) {
                assertThat(newest().batch.postings())
                        .anyMatch(posting -> !answers.get(id(posting)).isDone());
            }
        }

        private Attempt newest() {
            return attempts.get(attempts.size() - 1);
        }

        private static int id(Posting posting) {
            return Integer.parseInt(posting.owner().id());
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> posts = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1), Tuple.of(1, 3)),
                        Arbitraries.frequency(Tuple.of(3, 0L), Tuple.of(1, Run.SLOWEST_NANOS)))
                .as((again, slow) -> run -> run.post(again, slow));
        Arbitrary<Event> replies = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1), Tuple.of(1, 4)),
                        Arbitraries.of(Reply.class))
                .as((which, reply) -> run -> run.reply(which, reply));
        Arbitrary<Event> moves =
                Arbitraries.of(1L, 20L, 333L, DEADLINE - 30, DEADLINE).map(nanos -> run -> run.now += nanos);
        Arbitrary<Event> moods = Combinators.combine(
                        Arbitraries.of(Reply.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((reply, atOnce, throwing, waitsForThread) -> run -> {
                    run.waitsForThread = waitsForThread;
                    run.atOnce = reply;
                    run.replies = atOnce;
                    run.throwing = throwing;
                });
        return Arbitraries.frequencyOf(
                        Tuple.of(8, posts),
                        Tuple.of(6, replies),
                        Tuple.of(2, moves),
                        Tuple.of(1, moods),
                        Tuple.of(3, Arbitraries.just((Event) Run::runThread)),
                        Tuple.of(1, Arbitraries.just((Event) Run::endThread)),
                        Tuple.of(3, Arbitraries.just((Event) Run::tick)))
                .list()
                .ofMaxSize(80);
    }
}
