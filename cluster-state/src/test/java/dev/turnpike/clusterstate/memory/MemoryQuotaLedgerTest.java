package dev.turnpike.clusterstate.memory;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.QuotaContentionContract;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.QuotaLedgerContract;
import dev.turnpike.clusterstate.QuotaResetContract;
import dev.turnpike.clusterstate.QuotaTimeContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryQuotaLedgerTest
        implements QuotaLedgerContract, QuotaTimeContract, QuotaResetContract, QuotaContentionContract {
    private final MovingClock clock = new MovingClock(START);
    private final MemoryQuotaLedger ledger = new MemoryQuotaLedger(clock);

    @Override
    public QuotaLedger ledger() {
        return ledger;
    }

    @Override
    public MovingClock clock() {
        return clock;
    }

    @Test
    void ownersDisappearWhenTheirWindowsHaveEnded() throws Exception {
        for (int i = 0; i < 1000; i++) {
            await(ledger.reserve(CounterOwner.grant("g" + i), List.of(charge(PER_MINUTE, 1, 1))));
        }
        assertThat(ledger.size()).isEqualTo(1000);

        clock.move(Duration.ofMinutes(1));
        for (int i = 0; i < 1000; i++) {
            await(ledger.reserve(ALICE, List.of(charge(PER_HOUR, 1000, 1))));
        }

        assertThat(ledger.size()).isEqualTo(1);
    }

    @Test
    void ownersThatOnlyAskAreNotKept() throws Exception {
        await(ledger.reserve(ALICE, List.of(charge(PER_MINUTE, 0, 1))));
        await(ledger.probe(ALICE, List.of(charge(PER_MINUTE, 1, 1))));

        assertThat(ledger.size()).isZero();
    }

    @Test
    void anOwnerThatWasDroppedDoesNotMeetItsWindowsAgain() throws Exception {
        await(ledger.reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1))));
        clock.move(Duration.ofMinutes(5));
        for (int i = 0; i < 9; i++) {
            await(ledger.reserve(CounterOwner.cluster(), List.of(charge(PER_HOUR, 9, 1))));
        }
        assertThat(ledger.size()).isEqualTo(1);

        clock.move(Duration.ofMinutes(-5));
        await(ledger.reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1))));

        clock.move(Duration.ofMinutes(5));
        assertThat(await(ledger.probe(ALICE, List.of(charge(PER_MINUTE, 1, 1)))))
                .isPresent();
    }
}
