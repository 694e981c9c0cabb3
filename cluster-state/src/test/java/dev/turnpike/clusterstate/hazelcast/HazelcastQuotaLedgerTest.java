package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static dev.turnpike.clusterstate.Spends.refused;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.EntryView;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.QuotaContentionContract;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.QuotaLedgerContract;
import dev.turnpike.clusterstate.QuotaTimeContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HazelcastQuotaLedgerTest implements QuotaLedgerContract, QuotaTimeContract, QuotaContentionContract {
    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final MovingClock clock = new MovingClock(START);
    private final HazelcastQuotaLedger ledger = MEMBER.freshLedger(clock);

    @Override
    public QuotaLedger ledger() {
        return ledger;
    }

    @Override
    public MovingClock clock() {
        return clock;
    }

    @Test
    void anEntryOutlivesItsLongestWindowByAnHour() throws Exception {
        granted(reserve(ledger, charge(PER_MINUTE, 9, 1), charge(PER_HOUR, 9, 1)));
        granted(reserve(ledger, charge(PER_MINUTE, 9, 1)));

        EntryView<String, CountersForm> entry =
                MEMBER.member().<String, CountersForm>getMap(GridConfig.QUOTA).getEntryView("GRANT:alice");

        assertThat(entry.getTtl()).isEqualTo((59 * 60 + 30 + 3600) * 1000);
    }

    @Test
    void whatIsRefusedStoresNothing() throws Exception {
        refused(reserve(ledger, charge(PER_MINUTE, 0, 1)));

        assertThat(MEMBER.member().getMap(GridConfig.QUOTA).containsKey(HazelcastQuotaLedger.key(ALICE)))
                .isFalse();
    }
}
