package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.SLIDING_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static dev.turnpike.clusterstate.Spends.isGranted;
import static dev.turnpike.clusterstate.Spends.refused;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every ledger promises as time goes by. The clock shows 12:00:30 at first. */
public interface QuotaTimeContract {
    QuotaLedger ledger();

    MovingClock clock();

    @Test
    default void aFixedWindowBeginsAnewWithTheCalendar() throws Exception {
        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
        clock().set("2026-11-22T12:00:59.999Z");
        assertThat(refused(reserve(ledger(), charge(PER_MINUTE, 1, 1))).retryAfterMillis())
                .isEqualTo(1);

        clock().set("2026-11-22T12:01:00Z");

        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
        refused(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
    }

    @Test
    default void aSlidingWindowReturnsWhatWasSpentOneWindowAgo() throws Exception {
        granted(reserve(ledger(), charge(SLIDING_MINUTE, 3, 2)));
        clock().move(Duration.ofSeconds(20));
        granted(reserve(ledger(), charge(SLIDING_MINUTE, 3, 1)));

        assertThat(refused(reserve(ledger(), charge(SLIDING_MINUTE, 3, 1))).retryAfterMillis())
                .isEqualTo(41_000);
        assertThat(refused(reserve(ledger(), charge(SLIDING_MINUTE, 3, 3))).retryAfterMillis())
                .isEqualTo(61_000);
        clock().move(Duration.ofMillis(40_999));
        refused(reserve(ledger(), charge(SLIDING_MINUTE, 3, 1)));
        clock().move(Duration.ofMillis(1));

        granted(reserve(ledger(), charge(SLIDING_MINUTE, 3, 2)));
        refused(reserve(ledger(), charge(SLIDING_MINUTE, 3, 1)));
    }

    @Test
    default void whatNeverFitsIsToldToWaitForTheNextWindow() throws Exception {
        assertThat(refused(reserve(ledger(), charge(PER_MINUTE, 1, 2))).retryAfterMillis())
                .isEqualTo(30_000);
        assertThat(refused(reserve(ledger(), charge(SLIDING_MINUTE, 1, 2))).retryAfterMillis())
                .isEqualTo(60_000);
    }

    @Test
    default void aClockThatStepsBackStaysInTheLaterWindow() throws Exception {
        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
        clock().set("2026-11-22T12:01:10Z");
        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));

        clock().set("2026-11-22T12:00:40Z");

        assertThat(refused(reserve(ledger(), charge(PER_MINUTE, 1, 1))).retryAfterMillis())
                .isEqualTo(80_000);
        clock().set("2026-11-22T12:02:00Z");
        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
    }

    @Test
    default void aClockThatJumpsFarAheadAndBackRefundsNothing() throws Exception {
        granted(reserve(ledger(), charge(PER_HOUR, 1, 1)));
        clock().move(Duration.ofDays(400));
        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));

        clock().move(Duration.ofDays(-400));

        refused(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
        granted(reserve(ledger(), charge(PER_HOUR, 1, 1)));
        refused(reserve(ledger(), charge(PER_HOUR, 1, 1)));
    }

    @Test
    default void whatDidNotRunGoesBackOnce() throws Exception {
        Reservation reservation = granted(reserve(ledger(), charge(PER_MINUTE, 3, 1), charge(SLIDING_MINUTE, 3, 1)))
                .reservation();
        granted(reserve(ledger(), charge(PER_MINUTE, 3, 2), charge(SLIDING_MINUTE, 3, 2)));

        await(ledger().settle(reservation, Outcome.DID_NOT_RUN));
        await(ledger().settle(reservation, Outcome.DID_NOT_RUN));

        granted(reserve(ledger(), charge(PER_MINUTE, 3, 1), charge(SLIDING_MINUTE, 3, 1)));
        refused(reserve(ledger(), charge(PER_MINUTE, 3, 1)));
        refused(reserve(ledger(), charge(SLIDING_MINUTE, 3, 1)));
    }

    @Test
    default void theFirstOutcomeCounts() throws Exception {
        Reservation reservation =
                granted(reserve(ledger(), charge(PER_MINUTE, 1, 1))).reservation();

        await(ledger().settle(reservation, Outcome.RAN));
        await(ledger().settle(reservation, Outcome.DID_NOT_RUN));

        refused(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
    }

    @Test
    default void aWindowThatHasEndedTakesNothingBack() throws Exception {
        Reservation old = granted(reserve(ledger(), charge(PER_MINUTE, 1, 1), charge(SLIDING_MINUTE, 1, 1)))
                .reservation();
        clock().set("2026-11-22T12:01:31Z");
        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1), charge(SLIDING_MINUTE, 1, 1)));

        await(ledger().settle(old, Outcome.DID_NOT_RUN));

        refused(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
        refused(reserve(ledger(), charge(SLIDING_MINUTE, 1, 1)));
    }

    @Test
    default void anEarlierPartOfASlidingWindowTakesBack() throws Exception {
        Reservation first =
                granted(reserve(ledger(), charge(SLIDING_MINUTE, 2, 1))).reservation();
        clock().move(Duration.ofSeconds(59));
        granted(reserve(ledger(), charge(SLIDING_MINUTE, 2, 1)));
        refused(reserve(ledger(), charge(SLIDING_MINUTE, 2, 1)));

        await(ledger().settle(first, Outcome.DID_NOT_RUN));

        granted(reserve(ledger(), charge(SLIDING_MINUTE, 2, 1)));
        clock().move(Duration.ofSeconds(2));
        refused(reserve(ledger(), charge(SLIDING_MINUTE, 2, 1)));
    }

    @Test
    default void aForgedReservationGivesNothingBack() throws Exception {
        Reservation real = granted(reserve(ledger(), charge(PER_MINUTE, 1, 1))).reservation();
        Reservation forged = new Reservation(real.owner(), "elsewhere:1", real.balances());

        await(ledger().settle(forged, Outcome.DID_NOT_RUN));

        assertThat(isGranted(reserve(ledger(), charge(PER_MINUTE, 1, 1)))).isFalse();
    }
}
