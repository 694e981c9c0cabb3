package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Approval.State;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A docket and its backup, while owners are lost, clocks are apart, and what is told to backups goes missing. */
class DocketFailoverPropertyTest {
    private static final int USES = 2;
    private static final Question.Terms TERMS = new Question.Terms(5_000, 0, /* approvers= */ 1, USES);

    private enum What {
        ASK,
        TAKE,
        GIVE_BACK,
        APPROVE,
        DENY,
        TEND,
        RETRY,
        UNLINK,
        LINK,
        FAIL_OVER,
        LOSE
    }

    record Event(What what, int pick, int stepMillis) {}

    @Property(tries = 500)
    void whatIsAcknowledgedOrRecordedStaysSoAndNoCallRunsTooOften(@ForAll("events") List<Event> events) {
        try (Run run = new Run()) {
            for (Event event : events) {
                run.happen(event);
                run.check();
            }
        }
    }

    private static final class Run implements AutoCloseable {
        private final List<MovingClock> clocks =
                List.of(new MovingClock("2026-01-01T00:00:03Z"), new MovingClock("2026-01-01T00:00:00Z"));
        private final DocketPair pair = new DocketPair(clocks.get(0), clocks.get(1));
        private final List<String> ids = new ArrayList<>();
        /** Whose fate their callers do not know. */
        private final List<Motion> unknown = new ArrayList<>();
        /** Calls that run, by approval. */
        private final Map<String, Set<String>> running = new HashMap<>();
        /** What people were told, by approval. */
        private final Map<String, State> decided = new HashMap<>();

        private boolean tendedUnheard;
        private int happened;

        void happen(Event event) {
            happened++;
            clocks.forEach(clock -> clock.move(Duration.ofMillis(event.stepMillis)));
            String id = ids.isEmpty() ? "none" : ids.get(event.pick % ids.size());
            switch (event.what) {
                case ASK -> {
                    ids.add("a" + happened);
                    put(
                            new Motion.Ask(Questions.question("g", "f", TERMS), "a" + happened, "c" + happened),
                            /* again= */ false);
                }
                case TAKE -> put(new Motion.Take(id, "f", "c" + happened), /* again= */ false);
                case GIVE_BACK -> giveBack(id);
                case APPROVE -> put(Questions.approve(id, "ann"), /* again= */ false);
                case DENY -> put(Questions.deny(id, "bob"), /* again= */ false);
                case TEND -> tend();
                case RETRY -> {
                    if (!unknown.isEmpty()) {
                        // by the desk, or by whoever was told that the grid did not answer
                        put(unknown.remove(event.pick % unknown.size()), /* again= */ event.pick % 3 > 0);
                    }
                }
                case UNLINK -> pair.link(false);
                case LINK -> pair.link(true);
                case FAIL_OVER -> pair.failOver();
                case LOSE -> {
                    pair.loseBoth();
                    running.clear(); // what is asked again is decided again, even under its old id
                    decided.clear();
                }
            }
        }

        private void put(Motion motion, boolean again) {
            Optional<Ruling> ruling = pair.put(motion, again);
            if (ruling.isEmpty()) {
                unknown.add(motion);
                return;
            }
            ruling.get()
                    .approval()
                    .ifPresent(approval -> heard(motion, ruling.get().kind(), approval));
        }

        private void heard(Motion motion, Ruling.Kind kind, Approval approval) {
            if (kind == Ruling.Kind.GRANTED) {
                String taker = motion instanceof Motion.Ask ask ? ask.taker() : ((Motion.Take) motion).taker();
                running.computeIfAbsent(approval.id(), any -> new HashSet<>()).add(taker);
            } else if (motion instanceof Motion.Decide decide && kind == Ruling.Kind.DONE) {
                decided(approval.id(), decide.approve() ? State.APPROVED : State.DENIED);
            }
        }

        private void decided(String id, State state) {
            State before = decided.putIfAbsent(id, state);
            assertThat(before == null || before == state)
                    .as("%s: %s, %s", id, before, state)
                    .isTrue();
        }

        private void giveBack(String id) {
            running.getOrDefault(id, Set.of()).stream().findFirst().ifPresent(taker -> {
                running.getOrDefault(id, new HashSet<>()).remove(taker);
                put(new Motion.GiveBack(id, taker), /* again= */ false);
            });
        }

        private void tend() {
            Optional<List<Approval>> left = pair.tend(tendedUnheard);
            tendedUnheard = left.isEmpty();
            left.orElse(List.of()).stream()
                    .filter(approval -> approval.state() == State.DENIED
                            || (approval.state() == State.EXPIRED
                                    && approval.agreed().isEmpty()))
                    .forEach(approval -> decided(approval.id(), approval.state()));
        }

        void check() {
            running.values().forEach(calls -> assertThat(calls).hasSizeLessThanOrEqualTo(USES));
            for (Approval approval : pair.approvals()) {
                assertThat(approval.takers()).containsAll(running.getOrDefault(approval.id(), Set.of()));
                State told = decided.getOrDefault(approval.id(), approval.state());
                assertThat(told == State.APPROVED ? !approval.agreed().isEmpty() : approval.state() == told)
                        .as("%s was told to be %s", approval, told)
                        .isTrue();
            }
        }

        @Override
        public void close() {
            pair.close();
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(3, What.ASK),
                Tuple.of(5, What.TAKE),
                Tuple.of(2, What.GIVE_BACK),
                Tuple.of(4, What.APPROVE),
                Tuple.of(1, What.DENY),
                Tuple.of(4, What.TEND),
                Tuple.of(5, What.RETRY),
                Tuple.of(4, What.UNLINK),
                Tuple.of(4, What.LINK),
                Tuple.of(3, What.FAIL_OVER),
                Tuple.of(1, What.LOSE));
        return Combinators.combine(
                        what,
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.just(0)),
                                Tuple.of(1, Arbitraries.integers().between(1, 3_000))))
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }
}
