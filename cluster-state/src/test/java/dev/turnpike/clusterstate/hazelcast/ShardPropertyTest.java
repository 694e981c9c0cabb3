package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.ShardModel;
import dev.turnpike.clusterstate.Spends;
import dev.turnpike.clusterstate.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** A shard and its backup against {@link ShardModel}, while members are lost, clocks step and batches arrive again. */
class ShardPropertyTest {
    private static final long MAX = 5;
    private static final List<CounterOwner> OWNERS = List.of(CounterOwner.grant("a"), CounterOwner.server("b"));
    private static final Arbitrary<String> CALLERS = Arbitraries.of("x", "y", "z");

    /** One thing that happens. */
    interface Event {
        void happen(Run run);
    }

    @Property(tries = 200)
    void whatIsAcknowledgedCountsOnceAndNoWindowHoldsMore(
            @ForAll Algorithm algorithm, @ForAll("events") List<Event> events) {
        try (Run run = new Run(algorithm, /* apartMillis= */ 3_000)) {
            for (Event event : events) {
                event.happen(run);
                run.check();
            }
        }
    }

    @Property(tries = 200)
    void noWindowHoldsMoreThoughAllCopiesAreLost(@ForAll Algorithm algorithm, @ForAll("losses") List<Event> events) {
        try (Run run = new Run(algorithm, /* apartMillis= */ 3_000)) {
            for (Event event : events) {
                event.happen(run);
                run.checkAdmitted();
            }
        }
    }

    /** The shard, its clocks, and the lanes of some callers. */
    private static final class Run implements AutoCloseable {
        private final List<MovingClock> clocks =
                List.of(new MovingClock("2026-01-01T00:00:30Z"), new MovingClock("2026-01-01T00:00:30Z"));
        private final ShardPair pair = new ShardPair(clocks.get(0), clocks.get(1));
        private final Counter counter;
        private final Map<CounterOwner, ShardModel> models = new HashMap<>();
        private final Map<String, Lane> lanes = new HashMap<>();
        private final List<Spent> spent = new ArrayList<>();
        private long latestMillis = Long.MIN_VALUE;
        private boolean lost;
        private boolean wasReset;

        Run(Algorithm algorithm, long apartMillis) {
            clocks.get(1).move(Duration.ofMillis(-apartMillis));
            counter = Spends.counter("c", new Window.Seconds(10), algorithm);
            OWNERS.forEach(owner -> models.put(owner, new ShardModel(counter.window(), algorithm)));
        }

        /** An acknowledged spend. */
        private record Spent(CounterOwner owner, String id, Balance balance) {}

        /** A batch, and which spend each posting is about. */
        private record Flight(Batch batch, List<String> ids) {}

        /** What a caller has under way, and has had. */
        private static final class Lane {
            final List<Batch> landed = new ArrayList<>();
            long number;

            @Nullable
            Flight flight;
        }

        /** Sends the caller's next batch: some spends, and the oldest spend given back; or again the one under way. */
        void post(String caller, int owner, List<Integer> units, boolean givesBack, boolean arrives) {
            Lane lane = lanes.computeIfAbsent(caller, unused -> new Lane());
            if (lane.flight == null) {
                lane.flight = flight(caller, ++lane.number, owner, units, givesBack);
            }
            if (send(lane.flight, arrives)) {
                lane.landed.add(lane.flight.batch);
                lane.flight = null;
            }
        }

        private Flight flight(String caller, long number, int owner, List<Integer> units, boolean givesBack) {
            List<Posting> postings = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < units.size(); i++) {
                Charge charge = Spends.charge(counter, MAX, units.get(i));
                postings.add(new Posting.Spend(OWNERS.get((owner + i) % OWNERS.size()), List.of(charge)));
                ids.add(caller + number + "." + i);
            }
            if (givesBack && !spent.isEmpty()) {
                Spent back = spent.remove(0);
                postings.add(new Posting.GiveBack(back.owner, List.of(back.balance)));
                ids.add(back.id);
                model(back.owner).givingBack(back.id);
            }
            return new Flight(new Batch(caller, number, postings), ids);
        }

        /** The same for a reset. */
        void reset(String caller, int owner, boolean arrives) {
            wasReset |= lost;
            Lane lane = lanes.computeIfAbsent(caller, unused -> new Lane());
            if (lane.flight == null) {
                Posting reset = new Posting.Reset(OWNERS.get(owner), List.of(counter));
                lane.flight =
                        new Flight(new Batch(caller, ++lane.number, List.of(reset)), List.of(caller + lane.number));
            }
            if (send(lane.flight, arrives)) {
                lane.landed.add(lane.flight.batch);
                lane.flight = null;
            }
        }

        /** Answers whether the caller hears of it: if the answer arrives, and the backup has what it says. */
        private boolean send(Flight flight, boolean arrives) {
            Batch batch = flight.batch;
            boolean again = pair.newest(batch.caller()) == batch.number();
            ShardPair.Told told = pair.post(batch);
            boolean heard = told.acknowledged() && arrives;
            List<PostingAnswer> answers = told.receipt().answers();
            assertThat(told.receipt().number()).isEqualTo(batch.number());
            assertThat(answers).hasSameSizeAs(batch.postings());
            for (int i = 0; i < answers.size(); i++) {
                String id = flight.ids.get(i);
                ShardModel model = model(batch.postings().get(i).owner());
                if (batch.postings().get(i) instanceof Posting.Reset) {
                    if (!again) {
                        model.resetting(id, pair.shard().orElseThrow().latestMillis());
                    }
                    if (heard) {
                        model.wasReset(id);
                    }
                } else if (batch.postings().get(i) instanceof Posting.GiveBack) {
                    if (heard) {
                        model.gaveBack(id, pair.shard().orElseThrow().latestMillis());
                    }
                } else if (batch.postings().get(i) instanceof Posting.Spend spend
                        && answers.get(i).granted()) {
                    Charge charge = spend.charges().get(0);
                    if (!again) {
                        model.spent(
                                id,
                                charge.amountMicros(),
                                pair.shard().orElseThrow().latestMillis());
                    }
                    if (heard) {
                        model.acknowledged(id);
                        PostingAnswer.Held held = answers.get(i).spent().get(0);
                        Balance balance = new Balance(charge, held.micros(), 0, held.windowStartMillis());
                        spent.add(new Spent(spend.owner(), id, balance));
                    }
                }
            }
            return heard;
        }

        /** The caller has waited for too long. */
        void giveUp(String caller) {
            Lane lane = lanes.get(caller);
            if (lane != null && lane.flight != null) {
                lane.landed.add(lane.flight.batch);
                lane.flight = null;
            }
        }

        /** A batch that was long on its way arrives; the shard has answered a later one, or this very one. */
        void arriveAgain(String caller, int which) {
            Lane lane = lanes.get(caller);
            if (lane == null || lane.landed.isEmpty()) {
                return;
            }
            Batch old = lane.landed.get(Math.max(0, lane.landed.size() - 1 - which));
            long newest = pair.newest(caller);
            if (old.number() <= newest) {
                List<OwnerCounters> before = counters();
                assertThat(pair.post(old).receipt().answers())
                        .hasSize(old.number() == newest ? old.postings().size() : 0);
                assertThat(counters()).isEqualTo(before);
            }
        }

        void failOver() {
            pair.failOver();
            forgetTime();
        }

        /** Not again where a counter was reset after a loss: what was spent then is not told from what comes later. */
        void loseBoth() {
            if (lost && wasReset) {
                return;
            }
            pair.loseBoth();
            lost = true;
            forgetTime();
        }

        /** Who was refused may have been told a later time by a member that is gone; who spent may not, but by a loss. */
        private void forgetTime() {
            latestMillis = models.values().stream()
                    .mapToLong(model -> lost ? Long.MIN_VALUE : model.acknowledgedMillis())
                    .max()
                    .orElseThrow();
        }

        void moveBoth(long millis) {
            clocks.forEach(clock -> clock.move(Duration.ofMillis(millis)));
        }

        void check() {
            checkAdmitted();
            List<OwnerCounters> counters = counters();
            for (int i = 0; i < OWNERS.size(); i++) {
                long held = counters.get(i).tallies().stream()
                        .mapToLong(tally -> tally.heldMicros(latestMillis))
                        .sum();
                model(OWNERS.get(i)).checkHeld(held, latestMillis);
            }
        }

        void checkAdmitted() {
            if (pair.shard().isPresent()) {
                long now = pair.shard().get().latestMillis();
                assertThat(now).as("time").isGreaterThanOrEqualTo(latestMillis);
                latestMillis = now;
                models.values().forEach(model -> model.checkAdmitted(now, MAX * Charge.MICROS));
            }
        }

        private List<OwnerCounters> counters() {
            Map<CounterOwner, OwnerCounters> owners = pair.shard().orElseThrow().owners();
            return OWNERS.stream()
                    .map(owner -> owners.getOrDefault(owner, OwnerCounters.NONE))
                    .toList();
        }

        private ShardModel model(CounterOwner owner) {
            return requireNonNull(models.get(owner));
        }

        @Override
        public void close() {
            pair.close();
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> steps = Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(1L, 170L, 999L, 4_000L, 10_000L, -1L, -3_000L, -12_000L))
                .as((clock, millis) -> run -> run.clocks.get(clock).move(Duration.ofMillis(millis)));
        Arbitrary<Event> arrivals = Combinators.combine(
                        CALLERS, Arbitraries.integers().between(0, 2))
                .as((caller, which) -> run -> run.arriveAgain(caller, which));
        return Arbitraries.frequencyOf(
                        Tuple.of(12, posts()),
                        Tuple.of(6, steps),
                        Tuple.of(2, resets()),
                        Tuple.of(2, event(run -> run.pair.unlink())),
                        Tuple.of(1, event(run -> run.pair.synchronise())),
                        Tuple.of(2, event(Run::failOver)),
                        Tuple.of(1, CALLERS.map(caller -> run -> run.giveUp(caller))),
                        Tuple.of(2, arrivals),
                        Tuple.of(1, event(run -> run.pair.sweep(5))))
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Event>> losses() {
        Arbitrary<Event> moves =
                Arbitraries.of(1L, 170L, 999L, 4_000L, 9_000L, 10_000L).map(millis -> run -> run.moveBoth(millis));
        return Arbitraries.frequencyOf(
                        Tuple.of(8, posts()),
                        Tuple.of(6, moves),
                        Tuple.of(1, resets()),
                        Tuple.of(1, event(run -> run.pair.unlink())),
                        Tuple.of(1, event(Run::failOver)),
                        Tuple.of(1, event(Run::loseBoth)))
                .list()
                .ofMaxSize(60);
    }

    private static Arbitrary<Event> posts() {
        return Combinators.combine(
                        CALLERS,
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(1, 3).list().ofMaxSize(3),
                        Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)),
                        Arbitraries.frequency(Tuple.of(3, true), Tuple.of(1, false)))
                .as((caller, owner, units, givesBack, arrives) ->
                        run -> run.post(caller, owner, units, givesBack, arrives));
    }

    private static Arbitrary<Event> resets() {
        return Combinators.combine(CALLERS, Arbitraries.integers().between(0, 1), Arbitraries.of(true, false))
                .as((caller, owner, arrives) -> run -> run.reset(caller, owner, arrives));
    }

    private static Arbitrary<Event> event(Event event) {
        return Arbitraries.just(event);
    }
}
