package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.SHADOW;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static dev.turnpike.clusterstate.Spends.isGranted;
import static dev.turnpike.clusterstate.Spends.refused;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger promises about one spend after the other. The clock shows 12:00:30 at first. */
public interface QuotaLedgerContract {
    String START = "2026-11-22T12:00:30Z";

    /** A ledger whose owners have spent nothing. */
    QuotaLedger ledger();

    /** The clock of {@link #ledger}. */
    MovingClock clock();

    @Test
    default void spendsUpToTheMaximumAndNoFurther() throws Exception {
        for (int i = 0; i < 3; i++) {
            Balance balance = granted(reserve(ledger(), charge(PER_MINUTE, 3, 1)))
                    .reservation()
                    .balances()
                    .get(0);
            assertThat(balance.beforeMicros()).isEqualTo(i * Charge.MICROS);
            assertThat(balance.afterMicros()).isEqualTo((i + 1) * Charge.MICROS);
            assertThat(balance.remainingMicros()).isEqualTo((2 - i) * Charge.MICROS);
        }

        Overdraft overdraft = refused(reserve(ledger(), charge(PER_MINUTE, 3, 1)));

        assertThat(overdraft.balance().remainingMicros()).isZero();
        assertThat(overdraft.retryAfterMillis()).isEqualTo(30_000);
    }

    @Test
    default void spendsAllChargesOrNone() throws Exception {
        granted(reserve(ledger(), charge(PER_HOUR, 1, 1)));

        refused(reserve(ledger(), charge(PER_MINUTE, 1, 1), charge(PER_HOUR, 1, 1)));

        granted(reserve(ledger(), charge(PER_MINUTE, 1, 1)));
    }

    @Test
    default void aRefusalNamesTheFirstChargeThatDidNotFit() throws Exception {
        Charge fits = charge(PER_MINUTE, 1, 1);
        Charge first = charge(PER_HOUR, 1, 2);
        Charge second = charge(Spends.SLIDING_MINUTE, 1, 2);

        assertThat(refused(reserve(ledger(), fits, first, second)).balance().charge())
                .isEqualTo(first);
        assertThat(refused(reserve(ledger(), second, fits, first)).balance().charge())
                .isEqualTo(second);
    }

    @Test
    default void shadowChargesNeverRefuse() throws Exception {
        Spending.Granted fits = granted(reserve(ledger(), charge(SHADOW, 1, 1), charge(PER_MINUTE, 9, 1)));
        Spending.Granted tooMany = granted(reserve(ledger(), charge(SHADOW, 1, 1), charge(PER_MINUTE, 9, 1)));

        assertThat(fits.wouldRefuse()).isEmpty();
        assertThat(fits.reservation().balances()).hasSize(2);
        assertThat(tooMany.wouldRefuse().orElseThrow().balance().charge().counter())
                .isEqualTo(SHADOW);
        assertThat(tooMany.reservation().balances()).hasSize(1);
    }

    @Test
    default void shadowChargesAreSpentTogetherAndOnlyBehindTheEnforcedOnes() throws Exception {
        Counter other = new Counter("other", "", Window.Calendar.DAY, Algorithm.SLIDING, /* shadow= */ true);

        granted(reserve(ledger(), charge(SHADOW, 1, 1), charge(other, 0, 1)));
        refused(reserve(ledger(), charge(SHADOW, 1, 1), charge(PER_MINUTE, 0, 1)));

        Spending.Granted spending = granted(reserve(ledger(), charge(SHADOW, 1, 1)));
        assertThat(spending.reservation().balances().get(0).beforeMicros()).isZero();
    }

    @Test
    default void probingSpendsNothing() throws Exception {
        Charge charge = charge(PER_MINUTE, 1, 1);

        assertThat(await(ledger().probe(ALICE, List.of(charge)))).isEmpty();
        granted(reserve(ledger(), charge));

        Overdraft overdraft = await(ledger().probe(ALICE, List.of(charge))).orElseThrow();
        assertThat(overdraft).isEqualTo(refused(reserve(ledger(), charge)));
    }

    @Test
    default void theMaximumOfTheCallDecides() throws Exception {
        granted(reserve(ledger(), charge(PER_MINUTE, 3, 3)));

        Overdraft lowered = refused(reserve(ledger(), charge(PER_MINUTE, 2, 1)));
        granted(reserve(ledger(), charge(PER_MINUTE, 5, 2)));
        refused(reserve(ledger(), charge(PER_MINUTE, 5, 1)));

        assertThat(lowered.balance().remainingMicros()).isZero();
    }

    @Test
    default void anAmountOfNothingFitsIntoAMaximumOfNothing() throws Exception {
        granted(reserve(ledger(), charge(PER_MINUTE, 0, 0)));
        refused(reserve(ledger(), charge(PER_MINUTE, 0, 1)));
    }

    @Test
    default void hugeAmountsAreCountedToTheMicro() throws Exception {
        Charge most = new Charge(PER_MINUTE, Charge.MOST_MICROS, Charge.MOST_MICROS - 1);
        Charge micro = new Charge(PER_MINUTE, Charge.MOST_MICROS, 1);

        granted(reserve(ledger(), most));
        refused(reserve(ledger(), most));
        granted(reserve(ledger(), micro));
        Overdraft overdraft = refused(reserve(ledger(), micro));

        assertThat(overdraft.balance().beforeMicros()).isEqualTo(Charge.MOST_MICROS);
    }

    @Test
    default void sessionsOwnersAndWindowsCountApart() throws Exception {
        Counter session = new Counter("calls", "a", Window.Calendar.MINUTE, Algorithm.FIXED, /* shadow= */ false);
        Counter sameLength = Spends.counter("calls", new Window.Seconds(60), Algorithm.FIXED);
        for (Counter counter : List.of(PER_MINUTE, session, PER_HOUR, sameLength, Spends.SLIDING_MINUTE)) {
            granted(reserve(ledger(), charge(counter, 1, 1)));
            refused(reserve(ledger(), charge(counter, 1, 1)));
        }
        List<Charge> charges = List.of(charge(PER_MINUTE, 1, 1));
        for (CounterOwner owner :
                List.of(CounterOwner.grant("bob"), CounterOwner.server("alice"), CounterOwner.cluster())) {
            assertThat(isGranted(await(ledger().reserve(owner, charges)))).isTrue();
            assertThat(isGranted(await(ledger().reserve(owner, charges)))).isFalse();
        }
    }

    @Test
    default void reservationsHaveIdsOfTheirOwn() throws Exception {
        String one = granted(reserve(ledger(), charge(PER_MINUTE, 9, 1)))
                .reservation()
                .id();
        String two = granted(reserve(ledger(), charge(PER_MINUTE, 9, 1)))
                .reservation()
                .id();

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    default void oneOwnerHoldsABoundedNumberOfCounters() throws Exception {
        for (int i = 0; i < OwnerCounters.MOST_COUNTERS; i += 100) {
            List<Charge> charges = new java.util.ArrayList<>();
            for (int j = i; j < i + 100; j++) {
                Counter counter = Spends.counter("c" + j, Window.Calendar.MINUTE, Algorithm.FIXED);
                charges.add(charge(counter, 1, 1));
            }
            assertThat(isGranted(await(ledger().reserve(ALICE, charges)))).isTrue();
        }

        assertThatThrownBy(() -> reserve(ledger(), charge(PER_HOUR, 1, 1)))
                .hasCauseInstanceOf(StateUnavailableException.class)
                .hasMessageContaining("10000 counters");
        Overdraft shadow =
                granted(reserve(ledger(), charge(SHADOW, 1, 1))).wouldRefuse().orElseThrow();
        assertThat(shadow.retryAfterMillis()).isEqualTo(30_000);

        clock().set("2026-11-22T12:01:00Z");
        granted(reserve(ledger(), charge(PER_HOUR, 1, 1)));
    }

    @Test
    default void chargesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> ledger().reserve(ALICE, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reserve(ledger(), charge(PER_MINUTE, 1, 1), charge(PER_MINUTE, 2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`calls`");
    }
}
