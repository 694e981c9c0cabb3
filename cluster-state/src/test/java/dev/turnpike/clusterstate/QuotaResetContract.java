package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.SLIDING_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static dev.turnpike.clusterstate.Spends.refused;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger promises operators, who look at counters and reset them. The clock shows 12:00:30 at first. */
public interface QuotaResetContract {
    QuotaLedger ledger();

    MovingClock clock();

    @Test
    default void whatCountersHoldIsToldInOrder() throws Exception {
        Counter session = new Counter("calls", "s", Window.Calendar.MINUTE, Algorithm.FIXED, /* shadow= */ false);
        granted(reserve(ledger(), charge(PER_HOUR, 9, 2), charge(session, 9, 1), charge(SLIDING_MINUTE, 9, 3)));

        List<CounterReading> readings = await(ledger().read(ALICE, List.of(PER_MINUTE, PER_HOUR)));

        assertThat(readings)
                .containsExactly(
                        reading(PER_MINUTE, 0, "2026-11-22T12:00:00Z", "2026-11-22T12:01:00Z"),
                        reading(SLIDING_MINUTE, 3, "2026-11-22T11:59:30Z", "2026-11-22T12:01:31Z"),
                        reading(PER_HOUR, 2, "2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z"),
                        reading(session, 1, "2026-11-22T12:00:00Z", "2026-11-22T12:01:00Z"));
    }

    @Test
    default void whatEndedAndWhatOthersSpentIsNotTold() throws Exception {
        granted(reserve(ledger(), charge(PER_MINUTE, 9, 2), charge(SLIDING_MINUTE, 9, 3)));
        clock().move(Duration.ofMinutes(2));

        assertThat(await(ledger().read(ALICE, List.of()))).isEmpty();
        assertThat(await(ledger().read(CounterOwner.server("alice"), List.of())))
                .isEmpty();
        assertThat(await(ledger().read(ALICE, List.of(SLIDING_MINUTE))))
                .extracting(CounterReading::heldMicros)
                .containsExactly(0L);
    }

    @Test
    default void aCounterThatIsResetHoldsNothingAndOthersWhatTheyHeld() throws Exception {
        for (Counter counter : List.of(PER_MINUTE, PER_HOUR, SLIDING_MINUTE)) {
            granted(reserve(ledger(), charge(counter, 3, 3)));
            refused(reserve(ledger(), charge(counter, 3, 1)));
        }

        assertThat(await(ledger().reset(ALICE, List.of(SLIDING_MINUTE, PER_MINUTE))))
                .containsExactly(3 * Charge.MICROS, 3 * Charge.MICROS);

        for (Counter counter : List.of(PER_MINUTE, SLIDING_MINUTE)) {
            granted(reserve(ledger(), charge(counter, 3, 3)));
            refused(reserve(ledger(), charge(counter, 3, 1)));
        }
        refused(reserve(ledger(), charge(PER_HOUR, 3, 1)));
    }

    @Test
    default void whatWasSpentBeforeAResetIsNotGivenBackAfterIt() throws Exception {
        for (Counter counter : List.of(PER_MINUTE, SLIDING_MINUTE)) {
            Reservation first =
                    granted(reserve(ledger(), charge(counter, 3, 1))).reservation();
            await(ledger().reset(ALICE, List.of(counter)));
            Reservation second =
                    granted(reserve(ledger(), charge(counter, 3, 1))).reservation();
            await(ledger().reset(ALICE, List.of(counter)));
            Reservation third =
                    granted(reserve(ledger(), charge(counter, 3, 1))).reservation();
            granted(reserve(ledger(), charge(counter, 3, 2)));

            await(ledger().settle(first, Outcome.DID_NOT_RUN));
            await(ledger().settle(second, Outcome.DID_NOT_RUN));
            refused(reserve(ledger(), charge(counter, 3, 1)));
            await(ledger().settle(third, Outcome.DID_NOT_RUN));
            granted(reserve(ledger(), charge(counter, 3, 1)));
            refused(reserve(ledger(), charge(counter, 3, 1)));
        }
    }

    @Test
    default void aWindowThatWasResetEndsWhenItWouldHave() throws Exception {
        granted(reserve(ledger(), charge(PER_MINUTE, 3, 3)));
        await(ledger().reset(ALICE, List.of(PER_MINUTE)));
        granted(reserve(ledger(), charge(PER_MINUTE, 3, 3)));

        assertThat(refused(reserve(ledger(), charge(PER_MINUTE, 3, 1))).retryAfterMillis())
                .isEqualTo(30_000);
        clock().set("2026-11-22T12:00:59.999Z");
        refused(reserve(ledger(), charge(PER_MINUTE, 3, 1)));
        clock().set("2026-11-22T12:01:00Z");
        granted(reserve(ledger(), charge(PER_MINUTE, 3, 3)));
    }

    @Test
    default void aCounterThatHeldNothingCanBeReset() throws Exception {
        assertThat(await(ledger().reset(ALICE, List.of(PER_MINUTE)))).containsExactly(0L);
        granted(reserve(ledger(), charge(PER_HOUR, 3, 3)));
        assertThat(await(ledger().reset(ALICE, List.of(PER_MINUTE, PER_HOUR)))).containsExactly(0L, 3 * Charge.MICROS);
        granted(reserve(ledger(), charge(PER_MINUTE, 3, 3)));
    }

    @Test
    default void nothingIsNoReset() {
        assertThatThrownBy(() -> ledger().reset(ALICE, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static CounterReading reading(Counter counter, long held, String start, String end) {
        return new CounterReading(
                counter,
                held * Charge.MICROS,
                Instant.parse(start).toEpochMilli(),
                Instant.parse(end).toEpochMilli(),
                /* lost= */ false);
    }
}
