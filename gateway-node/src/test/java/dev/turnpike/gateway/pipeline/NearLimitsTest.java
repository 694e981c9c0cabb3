package dev.turnpike.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class NearLimitsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final CounterOwner ALICE = CounterOwner.grant("alice");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final NearLimits near = new NearLimits(now::get);

    @Test
    void countersAreListedFromFourFifthsOfTheirMaximumOnTheFullestFirst() {
        near.met(ALICE, balance("low", 7, 10));
        near.met(ALICE, balance("near", 8, 10));
        near.met(CounterOwner.cluster(), balance("full", 10, 10));

        assertThat(near.list())
                .containsExactly(
                        new NearLimits.Near(
                                "cluster", "full", false, START, 60, BigDecimal.valueOf(10), BigDecimal.valueOf(10)),
                        new NearLimits.Near(
                                "grant:alice",
                                "near",
                                false,
                                START,
                                60,
                                BigDecimal.valueOf(8),
                                BigDecimal.valueOf(10)));
        assertThat(near.size()).isEqualTo(2);
    }

    @Test
    void aCounterGoesWhenItFallsAndWhenItsWindowEnds() {
        near.met(ALICE, balance("falls", 9, 10));
        near.met(ALICE, balance("stays", 9, 10));
        near.met(ALICE, balance("falls", 3, 10));
        assertThat(near.list()).extracting(NearLimits.Near::counter).containsExactly("stays");

        now.set(START.plusSeconds(60));
        assertThat(near.list()).isEmpty();
    }

    @Test
    void noMoreThanSoManyAreKept() {
        for (int i = 0; i < 2 * NearLimits.MOST; i++) {
            near.met(CounterOwner.grant("g" + i), balance("c", 10, 10));
        }
        assertThat(near.size()).isEqualTo(NearLimits.MOST);
    }

    private static Balance balance(String counter, long held, long max) {
        Charge charge = new Charge(
                new Counter(counter, "", Window.Calendar.MINUTE, Algorithm.FIXED, /* shadow= */ false),
                max * Charge.MICROS,
                Charge.MICROS);
        return new Balance(charge, held * Charge.MICROS, held * Charge.MICROS, START.toEpochMilli());
    }
}
