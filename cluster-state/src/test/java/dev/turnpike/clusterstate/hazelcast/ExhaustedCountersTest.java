package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.SHADOW;
import static dev.turnpike.clusterstate.Spends.charge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Overdraft;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExhaustedCountersTest {
    private static final long MILLI = 1_000_000;

    private long nanos = Long.MAX_VALUE - 100 * MILLI; // the clock may begin anywhere, and overflow
    private final ExhaustedCounters exhausted = new ExhaustedCounters(() -> nanos);

    @Test
    void whoAsksForAsMuchOfAsLittleIsRefused() {
        exhausted.remember(ALICE, overdraft(charge(PER_MINUTE, 5, 2), 60_000), nanos);
        nanos += 999 * MILLI;

        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isTrue();
        assertThat(misfit(charge(PER_HOUR, 9, 1), charge(PER_MINUTE, 4, 3))).isTrue();
        assertThat(exhausted.misfit(ALICE, List.of(charge(PER_MINUTE, 4, 3)))).hasValueSatisfying(overdraft -> {
            assertThat(overdraft.retryAfterMillis()).isEqualTo(59_001);
            assertThat(overdraft.balance().charge()).isEqualTo(charge(PER_MINUTE, 4, 3));
        });
    }

    @Test
    void whoeverMightFitIsNotRefused() {
        Charge refused = charge(PER_MINUTE, 5, 2);
        exhausted.remember(ALICE, overdraft(refused, 60_000), nanos);

        assertThat(misfit(charge(PER_MINUTE, 6, 2))).isFalse();
        assertThat(misfit(charge(PER_MINUTE, 5, 1))).isFalse();
        assertThat(misfit(charge(PER_HOUR, 5, 2))).isFalse();
        assertThat(misfit(charge(SHADOW, 5, 2))).isFalse();
        assertThat(misfit(new Charge(PER_MINUTE, refused.maxMicros(), refused.amountMicros(), true)))
                .isFalse();
        assertThat(exhausted.misfit(CounterOwner.server("alice"), List.of(refused)))
                .isEmpty();
    }

    @Test
    void nothingIsRememberedPastItsWindowNorForLong() {
        exhausted.remember(ALICE, overdraft(charge(PER_MINUTE, 5, 2), 300), nanos);
        exhausted.remember(ALICE, overdraft(charge(PER_HOUR, 5, 2), Long.MAX_VALUE), nanos);

        nanos += 299 * MILLI;
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isTrue();
        nanos += MILLI;
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isFalse();
        assertThat(misfit(charge(PER_HOUR, 5, 2))).isTrue();
        nanos += 700 * MILLI;
        assertThat(misfit(charge(PER_HOUR, 5, 2))).isFalse();
        exhausted.sweep();
        assertThat(exhausted.size()).isZero();
    }

    @Test
    void whatIsGivenBackIsForgotten() {
        Overdraft overdraft = overdraft(charge(PER_MINUTE, 5, 2), 60_000);
        exhausted.remember(ALICE, overdraft, nanos);

        exhausted.forget(CounterOwner.server("alice"), List.of(overdraft.balance()));
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isTrue();
        exhausted.forget(ALICE, List.of(overdraft.balance()));
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isFalse();
    }

    @Test
    void whatIsResetIsForgottenThoughTheRefusalComesLater() {
        Overdraft overdraft = overdraft(charge(PER_MINUTE, 5, 2), 60_000);
        exhausted.remember(ALICE, overdraft, nanos);
        long asked = nanos;
        nanos += MILLI;

        exhausted.reset(ALICE, List.of(PER_MINUTE));
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isFalse();
        exhausted.remember(ALICE, overdraft, asked);
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isFalse();
        exhausted.remember(ALICE, overdraft, nanos + 1);
        assertThat(misfit(charge(PER_MINUTE, 5, 2))).isTrue();
    }

    @Test
    void aBoundedNumberIsRemembered() {
        for (int i = 0; i <= ExhaustedCounters.MOST; i++) {
            Counter session =
                    new Counter("c", "session " + i, PER_MINUTE.window(), PER_MINUTE.algorithm(), /* shadow= */ false);
            exhausted.remember(ALICE, overdraft(charge(session, 1, 1), 60_000), nanos);
        }

        assertThat(exhausted.size()).isBetween(1, ExhaustedCounters.MOST);
    }

    private boolean misfit(Charge... charges) {
        return exhausted.misfit(ALICE, List.of(charges)).isPresent();
    }

    private static Overdraft overdraft(Charge charge, long retryAfterMillis) {
        return new Overdraft(new Balance(charge, charge.maxMicros(), charge.maxMicros(), 0), retryAfterMillis);
    }
}
