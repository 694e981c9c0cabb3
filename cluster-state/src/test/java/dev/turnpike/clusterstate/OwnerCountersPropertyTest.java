package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The arithmetic against {@link SpendModel}: clocks that step back and jump, amounts to the micro and to the largest,
 * give-backs at any time, resets between them.
 */
class OwnerCountersPropertyTest {
    /**
     * One thing that happens.
     *
     * @param stepThousandths how far the clock moves before, in 1/1000 of the window
     * @param amountMicros what is spent
     * @param givenBack which earlier spend is given back instead; none if negative
     * @param resets whether the counter is reset instead
     */
    record Event(long stepThousandths, long amountMicros, int givenBack, boolean resets) {}

    @Property
    void aFixedWindowAdmitsExactlyWhatFits(
            @ForAll("windows") Window window, @ForAll("maxima") long max, @ForAll("events") List<Event> events) {
        Run run = new Run(window, Algorithm.FIXED, max);
        for (Event event : events) {
            run.happen(event, (model, now) -> {
                boolean fits = fits(model.inCalendarWindow(now), event.amountMicros(), max);
                return new Bounds(fits, fits);
            });
        }
    }

    @Property
    void aSlidingWindowNeverHoldsMoreAndIsAtMostASixtiethLateAndOneForEachReset(
            @ForAll("windows") Window window, @ForAll("maxima") long max, @ForAll("events") List<Event> events) {
        Run run = new Run(window, Algorithm.SLIDING, max);
        for (Event event : events) {
            run.happen(
                    event,
                    (model, now) -> new Bounds(
                            fits(model.inSlightlyLongerWindowUntil(now, 1 + run.resets), event.amountMicros(), max),
                            fits(model.inWindowUntil(now), event.amountMicros(), max)));
            assertThat(run.model.inFullestWindow()).isLessThanOrEqualTo(max);
        }
    }

    @Property
    void aRefusedSpendFitsAsSoonAsItIsToldAndNoSooner(
            @ForAll("windows") Window window,
            @ForAll Algorithm algorithm,
            @ForAll("maxima") long max,
            @ForAll("events") List<Event> events) {
        Run run = new Run(window, algorithm, max);
        for (Event event : events) {
            Optional<Overdraft> refusal = run.happen(event);
            if (refusal.isPresent() && event.amountMicros() <= max) {
                long wait = refusal.get().retryAfterMillis();
                assertThat(run.refusedAfter(wait, event)).isFalse();
                assertThat(wait == 1 || run.refusedAfter(wait - 1, event)).isTrue();
            }
        }
    }

    @Property
    void severalChargesAreSpentTogetherOrNotAtAll(
            @ForAll("chargeLists") List<List<Charge>> calls, @ForAll("events") List<Event> steps) {
        OwnerCounters counters = OwnerCounters.NONE;
        Map<Counter, SpendModel> models = new HashMap<>();
        long now = 0;
        for (int i = 0; i < Math.min(calls.size(), steps.size()); i++) {
            List<Charge> charges = calls.get(i);
            now += Math.max(0, steps.get(i).stepThousandths());
            long time = now;
            Predicate<Charge> fits = charge ->
                    fits(model(models, charge).inCalendarWindow(time), charge.amountMicros(), charge.maxMicros());
            Optional<Charge> misfit = charges.stream()
                    .filter(charge -> !charge.counter().shadow() && !fits.test(charge))
                    .findFirst();
            Optional<Charge> shadowMisfit = charges.stream()
                    .filter(charge -> charge.counter().shadow() && !fits.test(charge))
                    .findFirst();

            OwnerCounters.Step step = counters.spend(ALICE, "n:" + i, charges, Moment.of(now));
            counters = step.after();

            Optional<Overdraft> refused =
                    step.spending().fold(granted -> Optional.empty(), no -> Optional.of(no.overdraft()));
            assertThat(refused.map(overdraft -> overdraft.balance().charge())).isEqualTo(misfit);
            if (step.spending() instanceof Spending.Granted granted) {
                assertThat(granted.wouldRefuse()
                                .map(overdraft -> overdraft.balance().charge()))
                        .isEqualTo(shadowMisfit);
                for (Charge charge : charges) {
                    if (!charge.counter().shadow() || shadowMisfit.isEmpty()) {
                        model(models, charge).spend("n:" + i, charge.amountMicros(), now);
                    }
                }
            }
        }
    }

    private static SpendModel model(Map<Counter, SpendModel> models, Charge charge) {
        return models.computeIfAbsent(charge.counter(), counter -> new SpendModel(counter.window()));
    }

    /** What the model says: whether a spend must be admitted, and whether it may be. */
    private record Bounds(boolean must, boolean may) {}

    /** Asks the model about a spend at a time. */
    private interface Oracle {
        Bounds ask(SpendModel model, long now);
    }

    private static boolean fits(long held, long amount, long max) {
        return held + amount <= max;
    }

    /** One counter, its model, and a clock that goes where the events send it. */
    private static final class Run {
        final SpendModel model;
        private final Counter counter;
        private final long max;
        private final List<Reservation> granted = new ArrayList<>();
        private OwnerCounters counters = OwnerCounters.NONE;
        private long clock = 1_790_000_000_123L;
        private long latest = clock;
        private int happened;
        private int resets;

        Run(Window window, Algorithm algorithm, long max) {
            this.model = new SpendModel(window);
            this.counter = Spends.counter("c", window, algorithm);
            this.max = max;
        }

        Optional<Overdraft> happen(Event event) {
            return happen(event, (unused, now) -> new Bounds(/* must= */ false, /* may= */ true));
        }

        Optional<Overdraft> happen(Event event, Oracle oracle) {
            clock += counter.window().lengthMillis() * event.stepThousandths() / 1000;
            latest = Math.max(latest, clock);
            Moment now = new Moment(clock, latest);
            if (event.resets()) {
                reset(now);
                return Optional.empty();
            }
            if (event.givenBack() >= 0 && !granted.isEmpty()) {
                Reservation reservation = granted.remove(event.givenBack() % granted.size());
                counters = counters.giveBack(reservation.balances(), now);
                model.giveBack(reservation.id());
                return Optional.empty();
            }
            Bounds bounds = oracle.ask(model, latest);
            String id = "n:" + happened++;
            OwnerCounters.Step step = counters.spend(ALICE, id, List.of(charge(event)), now);
            // As if it had travelled to another member.
            counters =
                    OwnerCounters.of(step.after().latestMillis(), step.after().tallies());
            if (step.spending() instanceof Spending.Granted some) {
                assertThat(bounds.may()).isTrue();
                model.spend(id, event.amountMicros(), latest);
                granted.add(some.reservation());
                return Optional.empty();
            }
            assertThat(bounds.must()).isFalse();
            return Optional.of(((Spending.Refused) step.spending()).overdraft());
        }

        private void reset(Moment now) {
            resets++;
            counters = counters.reset(ALICE, List.of(counter), now).after();
            model.reset(model.ids());
            Charge most = new Charge(counter, max, max);
            assertThat(counters.probe(ALICE, List.of(most), now)).isEmpty();
            assertThat(counters.read(List.of(), now))
                    .allSatisfy(reading -> assertThat(reading.heldMicros()).isZero());
        }

        boolean refusedAfter(long millis, Event event) {
            Moment then = new Moment(clock + millis, Math.max(latest, clock + millis));
            return counters.probe(ALICE, List.of(charge(event)), then).isPresent();
        }

        private Charge charge(Event event) {
            return new Charge(counter, max, event.amountMicros());
        }
    }

    @Provide
    Arbitrary<Window> windows() {
        return Arbitraries.oneOf(
                Arbitraries.of(Window.Calendar.class),
                Arbitraries.of(1L, 7L, 59L, 61L, 90L, Window.Seconds.MOST_SECONDS)
                        .map(Window.Seconds::new));
    }

    @Provide
    Arbitrary<Long> maxima() {
        return Arbitraries.of(0L, 1L, 2_500_000L, 10_000_000L, Charge.MOST_MICROS);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Long> steps = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 60)),
                Tuple.of(2, Arbitraries.longs().between(-1500, 1500)),
                Tuple.of(1, Arbitraries.of(1000L, 1016L, 1017L, -1000L, 100_000L, -100_000L)));
        Arbitrary<Long> amounts = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of(1L, 500_000L, 1_000_000L, 1_000_001L, 3_333_333L)),
                Tuple.of(1, Arbitraries.of(0L, Charge.MOST_MICROS, Charge.MOST_MICROS - 1, Charge.MOST_MICROS / 3)));
        Arbitrary<Integer> givenBack = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(-1)),
                Tuple.of(1, Arbitraries.integers().between(0, 9)));
        Arbitrary<Boolean> resets = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
        return Combinators.combine(steps, amounts, givenBack, resets)
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<List<Charge>>> chargeLists() {
        Arbitrary<Counter> counter = Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of(Window.Calendar.SECOND, Window.Calendar.MINUTE),
                        Arbitraries.of(true, false))
                .as((name, window, shadow) -> new Counter(name, /* session= */ "", window, Algorithm.FIXED, shadow));
        return Combinators.combine(
                        counter,
                        Arbitraries.longs().between(0, 9),
                        Arbitraries.longs().between(0, 4))
                .as(Charge::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .uniqueElements(Charge::counter)
                .list()
                .ofMaxSize(40);
    }
}
