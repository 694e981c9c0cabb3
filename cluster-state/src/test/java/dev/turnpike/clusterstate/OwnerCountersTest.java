package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.charge;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerCountersTest {
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void countersOfEndedSessionsVanish(Algorithm algorithm) {
        OwnerCounters counters = OwnerCounters.NONE;
        int most = 0;
        for (int i = 0; i < 10_000; i++) {
            Counter session = new Counter("c", "session " + i, Window.Calendar.SECOND, algorithm, /* shadow= */ false);
            counters = counters.spend(ALICE, "n:1", List.of(charge(session, 1, 1)), Moment.of(i * 100L))
                    .after();
            most = Math.max(most, counters.tallies().size());
        }

        assertThat(most).isBetween(10, 12);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void countsAtTheEndsOfTime(long clock) {
        for (Algorithm algorithm : Algorithm.values()) {
            for (Window window : Window.Calendar.values()) {
                Charge charge = charge(Spends.counter("c", window, algorithm), 1, 1);
                OwnerCounters counters = OwnerCounters.NONE
                        .spend(ALICE, "n:1", List.of(charge), Moment.of(clock))
                        .after();

                assertThat(counters.probe(ALICE, List.of(charge), Moment.of(clock)))
                        .hasValueSatisfying(overdraft -> assertThat(overdraft.retryAfterMillis())
                                .isBetween(1L, window.lengthMillis() * 61 / 60 + 1));
            }
        }
    }

    @Test
    void spendingNothingChangesNothing() {
        OwnerCounters.Step step =
                OwnerCounters.NONE.spend(ALICE, "n:1", List.of(charge(PER_MINUTE, 1, 0)), Moment.of(0));

        assertThat(step.after()).isSameAs(OwnerCounters.NONE);
    }
}
