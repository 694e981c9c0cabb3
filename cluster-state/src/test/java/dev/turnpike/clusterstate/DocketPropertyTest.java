package dev.turnpike.clusterstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Approval.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever happens to a docket, in whatever order: only steps that there are, and no call that nobody approved. */
class DocketPropertyTest {
    private static final List<String> PRINTS = List.of("f", "g", "h");
    private static final List<String> PEOPLE = List.of("ann", "bob", "eve");
    private static final Map<State, Set<State>> NEXT = Map.of(
            State.PENDING, EnumSet.of(State.PENDING, State.APPROVED, State.DENIED, State.EXPIRED),
            State.APPROVED, EnumSet.of(State.APPROVED, State.USED, State.EXPIRED),
            State.USED, EnumSet.of(State.USED),
            State.DENIED, EnumSet.of(State.DENIED),
            State.EXPIRED, EnumSet.of(State.EXPIRED));
    /** Where a use that is given back may lead to besides. */
    private static final Set<State> BACK = EnumSet.of(State.APPROVED, State.EXPIRED);

    private enum What {
        ASK,
        TAKE,
        GIVE_BACK,
        APPROVE,
        EDIT,
        DENY,
        EXPIRE,
        NOTE,
        LOOK,
        SWEEP,
        REPEAT,
        MOVE
    }

    /**
     * One thing that happens.
     *
     * @param stepMillis how far the clock moves before, perhaps back
     * @param pick which of those there are
     */
    record Event(What what, long stepMillis, int pick, String print, String person) {}

    @Property
    void onlyApprovedCallsRunAndOnlyStepsThatThereAreHappen(
            @ForAll("terms") Question.Terms terms, @ForAll("events") List<Event> events) {
        Run run = new Run(terms);
        for (Event event : events) {
            run.happen(event);
        }
    }

    /** A motion, and the docket's time when it came. */
    private record Put(Motion motion, long atMillis) {}

    /** A docket, a copy that hears of changes only, and what is known of both. */
    private static final class Run {
        private final Question.Terms terms;
        private Docket docket = new Docket();
        private Docket copy = new Docket();
        private Map<String, Approval> before = Map.of();
        private final List<String> ids = new ArrayList<>();
        private final List<Put> put = new ArrayList<>();
        /** Calls that run, by approval. */
        private final Map<String, Set<String>> running = new HashMap<>();
        /** Who agreed to what would run, by approval, as the rulings say. */
        private final Map<String, Map<String, String>> agreed = new HashMap<>();

        private long clock = 1_000_000;
        private long now = Long.MIN_VALUE;
        private int happened;

        Run(Question.Terms terms) {
            this.terms = terms;
        }

        void happen(Event event) {
            happened++;
            clock += event.stepMillis;
            Motion motion = motion(event);
            if (motion != null || event.what == What.SWEEP) {
                now = Math.max(now, clock);
            }
            if (motion != null) {
                put.add(new Put(motion, now));
                Docket.Ruled ruled = docket.rule(motion, clock);
                copy.apply(ruled.change());
                if (ruled.ruling().kind() == Ruling.Kind.GRANTED) {
                    granted(motion, ruled.ruling().approval().orElseThrow());
                }
                ruled.ruling().approval().ifPresent(approval -> note(motion, approval));
            } else if (event.what == What.SWEEP) {
                copy.apply(docket.sweep(clock));
            } else {
                docket = new Docket(docket.latestMillis(), docket.approvals()); // as if another member had it now
            }
            check(motion);
        }

        private @Nullable Motion motion(Event event) {
            String id = ids.isEmpty() ? "none" : ids.get(event.pick % ids.size());
            String taker = "c" + happened;
            return switch (event.what) {
                case ASK -> {
                    ids.add("a" + happened);
                    yield new Motion.Ask(Questions.question("alice", event.print, terms), "a" + happened, taker);
                }
                case TAKE -> new Motion.Take(id, event.print, taker);
                case GIVE_BACK -> {
                    List<String> some = List.copyOf(running.getOrDefault(id, Set.of()));
                    String back = some.isEmpty() ? "nobody" : some.get(event.pick % some.size());
                    running.getOrDefault(id, new HashSet<>()).remove(back); // it surely does not run
                    yield new Motion.GiveBack(id, back);
                }
                case APPROVE -> Questions.approve(id, event.person);
                case EDIT -> Questions.edit(id, event.person, event.print);
                case DENY -> Questions.deny(id, event.person);
                case EXPIRE -> new Motion.Expire(id, "policy changed");
                case NOTE -> new Motion.Note(id, event.pick);
                case LOOK -> new Motion.Look(id);
                case REPEAT -> put.isEmpty() ? null : repeated(put.get(event.pick % put.size()));
                case SWEEP, MOVE -> null;
            };
        }

        /** A call that gave its use back does not come again; and nothing comes again when its approval is forgotten. */
        private @Nullable Motion repeated(Put first) {
            String taker = taker(first.motion);
            boolean gaveBack = put.stream()
                    .anyMatch(one -> one.motion instanceof Motion.GiveBack back
                            && back.taker().equals(taker));
            boolean late = Math.max(now, clock) - first.atMillis >= Docket.REMEMBERED_MILLIS;
            return gaveBack || late ? null : first.motion;
        }

        private void granted(Motion motion, Approval approval) {
            assertThat(motion).isInstanceOfAny(Motion.Ask.class, Motion.Take.class);
            String print = motion instanceof Motion.Ask ask
                    ? ask.question().fingerprint()
                    : ((Motion.Take) motion).fingerprint();
            assertThat(approval.covers(print)).isTrue();
            boolean first = running.computeIfAbsent(approval.id(), any -> new HashSet<>())
                    .add(taker(motion));
            assertThat(running.get(approval.id())).hasSizeLessThanOrEqualTo(terms.uses());
            assertThat(people(approval)).hasSizeGreaterThanOrEqualTo(terms.approvers());
            if (first) {
                assertThat(now).isLessThan(approval.expiresMillis());
            }
        }

        /** A decision that comes again is done too, and changes nothing. */
        private void note(Motion motion, Approval approval) {
            if (motion instanceof Motion.Decide decide
                    && decide.approve()
                    && approval.newest().id().equals(decide.stepId())) {
                decide.edit()
                        .ifPresent(edit -> agreed.computeIfAbsent(approval.id(), any -> new HashMap<>())
                                .values()
                                .removeIf(print -> !print.equals(edit.fingerprint())));
                agreed.computeIfAbsent(approval.id(), any -> new HashMap<>())
                        .putIfAbsent(decide.person(), approval.standing());
            }
        }

        private Set<String> people(Approval approval) {
            return agreed.getOrDefault(approval.id(), Map.of()).entrySet().stream()
                    .filter(entry -> entry.getValue().equals(approval.standing()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        private void check(@Nullable Motion motion) {
            Map<String, Approval> after = byId(docket);
            assertThat(byId(copy)).isEqualTo(after);
            assertThat(docket.latestMillis()).isEqualTo(now);
            assertThat(docket.list(ApprovalDesk.Which.PENDING, clock))
                    .allMatch(approval -> Math.max(now, clock) < approval.expiresMillis());
            after.values().forEach(approval -> {
                Approval was = before.get(approval.id());
                boolean back = motion instanceof Motion.GiveBack;
                assertThat(
                                was == null
                                        ? approval.state() == State.PENDING
                                        : NEXT.getOrDefault(was.state(), Set.of())
                                                        .contains(approval.state())
                                                || (back
                                                        && was.state() == State.USED
                                                        && BACK.contains(approval.state())))
                        .as("%s -> %s", was, approval)
                        .isTrue();
                assertThat(approval.used()).isBetween(0, terms.uses());
                assertThat(approval.state() == State.USED).isEqualTo(usedUp(approval));
                assertThat(approval.hasArguments() && isOver(approval)).isFalse();
                checkSteps(Optional.ofNullable(was), approval);
            });
            before.values().stream()
                    .filter(gone -> !after.containsKey(gone.id()))
                    .forEach(gone ->
                            assertThat(now).isGreaterThanOrEqualTo(gone.expiresMillis() + Docket.REMEMBERED_MILLIS));
            before = after;
        }

        private boolean usedUp(Approval approval) {
            return approval.used() == terms.uses() && approval.state() != State.EXPIRED;
        }

        private static boolean isOver(Approval approval) {
            return approval.state() == State.DENIED || approval.state() == State.EXPIRED;
        }

        private void checkSteps(Optional<Approval> was, Approval approval) {
            List<ApprovalStep> steps = approval.steps();
            for (int i = 1; i < steps.size(); i++) {
                assertThat(steps.get(i).number()).isEqualTo(steps.get(i - 1).number() + 1);
                assertThat(steps.get(i).atMillis())
                        .isGreaterThanOrEqualTo(steps.get(i - 1).atMillis());
            }
            assertThat(approval.newest().atMillis()).isLessThanOrEqualTo(now);
            assertThat(steps.stream().map(ApprovalStep::id)).doesNotHaveDuplicates();
            assertThat(approval.noted()).isLessThanOrEqualTo(approval.newest().number());
            assertThat(approval.revision()).isEqualTo(approval.newest().number());
            was.ifPresent(earlier -> assertThat(steps).containsAll(earlier.unnoted()));
        }

        private static String taker(Motion motion) {
            if (motion instanceof Motion.Ask ask) {
                return ask.taker();
            }
            return motion instanceof Motion.Take take ? take.taker() : "";
        }

        private static Map<String, Approval> byId(Docket docket) {
            return docket.approvals().stream()
                    .collect(Collectors.toMap(
                            Approval::id, Function.identity(), (one, other) -> one, LinkedHashMap::new));
        }
    }

    @Provide
    Arbitrary<Question.Terms> terms() {
        return Combinators.combine(
                        Arbitraries.of(1_000L, 5_000L),
                        Arbitraries.of(0L, 500L, 20_000L),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3))
                .as(Question.Terms::new);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(5, What.ASK),
                Tuple.of(5, What.TAKE),
                Tuple.of(3, What.GIVE_BACK),
                Tuple.of(6, What.APPROVE),
                Tuple.of(2, What.EDIT),
                Tuple.of(1, What.DENY),
                Tuple.of(1, What.EXPIRE),
                Tuple.of(2, What.NOTE),
                Tuple.of(1, What.LOOK),
                Tuple.of(2, What.SWEEP),
                Tuple.of(3, What.REPEAT),
                Tuple.of(1, What.MOVE));
        Arbitrary<Long> steps = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(0, 50)),
                Tuple.of(2, Arbitraries.longs().between(-2_000, 2_000)),
                Tuple.of(1, Arbitraries.of(Docket.REMEMBERED_MILLIS, Docket.UNNOTED_MILLIS)));
        return Combinators.combine(
                        what,
                        steps,
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.of(PRINTS),
                        Arbitraries.of(PEOPLE))
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(80);
    }
}
