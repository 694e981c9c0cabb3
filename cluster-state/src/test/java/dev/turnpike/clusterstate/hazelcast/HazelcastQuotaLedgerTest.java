package dev.turnpike.clusterstate.hazelcast;

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
import static org.assertj.core.api.Assertions.tuple;

import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.clusterstate.QuotaContentionContract;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.QuotaLedgerContract;
import dev.turnpike.clusterstate.QuotaResetContract;
import dev.turnpike.clusterstate.QuotaTimeContract;
import dev.turnpike.clusterstate.Spends;
import dev.turnpike.clusterstate.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HazelcastQuotaLedgerTest
        implements QuotaLedgerContract, QuotaTimeContract, QuotaResetContract, QuotaContentionContract {
    private static final Counter PER_SECOND = Spends.counter("calls", Window.Calendar.SECOND, Algorithm.FIXED);

    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final MovingClock clock = new MovingClock(START);
    private final QuotaLedger ledger = MEMBER.freshLedger(clock);

    @Override
    public QuotaLedger ledger() {
        return ledger;
    }

    @Override
    public MovingClock clock() {
        return clock;
    }

    @Test
    void aLostShardCountsAsSpentUntilItsWindowsEnd() throws Exception {
        granted(reserve(ledger, charge(PER_MINUTE, 9, 1), charge(PER_HOUR, 9, 1)));
        clock.move(Duration.ofMillis(1));

        loseAllShards();

        assertThat(refused(reserve(ledger, charge(PER_MINUTE, 9, 1))).retryAfterMillis())
                .isEqualTo(29_999);
        // The windows that are in doubt began up to ten seconds later.
        assertThat(refused(reserve(ledger, charge(PER_SECOND, 9, 1))).retryAfterMillis())
                .isEqualTo(10_999);
        assertThat(refused(reserve(ledger, charge(SLIDING_MINUTE, 9, 1))).retryAfterMillis())
                .isEqualTo(70_999);
        clock.move(Duration.ofMillis(10_999));
        granted(reserve(ledger, charge(PER_SECOND, 9, 9)));
        clock.move(Duration.ofSeconds(19));
        granted(reserve(ledger, charge(PER_MINUTE, 9, 9)));
        refused(reserve(ledger, charge(PER_MINUTE, 9, 1)));
        refused(reserve(ledger, charge(PER_HOUR, 9, 1)));
        refused(reserve(ledger, charge(SLIDING_MINUTE, 9, 1)));
        clock.move(Duration.ofSeconds(41));
        granted(reserve(ledger, charge(SLIDING_MINUTE, 9, 9)));
    }

    @Test
    void aCounterThatMayBeginAnewDoesSoAfterALoss() throws Exception {
        Charge anew = new Charge(PER_HOUR, Charge.MICROS, Charge.MICROS, /* anewAfterLoss= */ true);
        granted(reserve(ledger, anew));
        refused(reserve(ledger, anew));

        loseAllShards();

        granted(reserve(ledger, anew));
        refused(reserve(ledger, anew));
    }

    @Test
    void whatWasLostIsToldAndCanBeReset() throws Exception {
        granted(reserve(ledger, charge(PER_MINUTE, 9, 1), charge(SLIDING_MINUTE, 9, 1)));
        loseAllShards();
        List<Counter> counters = List.of(PER_MINUTE, SLIDING_MINUTE);
        for (Counter counter : counters) {
            refused(reserve(ledger, charge(counter, 9, 1)));
        }
        assertThat(await(ledger.read(ALICE, counters)))
                .extracting(CounterReading::lost, CounterReading::windowEndMillis)
                .containsExactly(
                        tuple(true, Instant.parse("2026-11-22T12:01:00Z").toEpochMilli()),
                        tuple(true, Instant.parse("2026-11-22T12:01:40Z").toEpochMilli()));

        await(ledger.reset(ALICE, counters));

        assertThat(await(ledger.read(ALICE, counters)))
                .extracting(CounterReading::lost)
                .containsExactly(false, false);
        for (Counter counter : counters) {
            granted(reserve(ledger, charge(counter, 9, 9)));
            refused(reserve(ledger, charge(counter, 9, 1)));
        }
        refused(reserve(ledger, charge(PER_HOUR, 9, 1)));
    }

    @Test
    void whatIsResetHereIsNotRefusedFromMemory() throws Exception {
        QuotaGrid quota = MEMBER.freshQuota(clock, /* remembers= */ true, () -> 0);
        granted(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
        refused(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));

        await(quota.ledger().reset(ALICE, List.of(PER_MINUTE)));

        granted(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
    }

    @Test
    void ownersWhoseWindowsHaveEndedAreDropped() throws Exception {
        granted(reserve(ledger, charge(PER_MINUTE, 9, 1)));
        IMap<Integer, ShardForm> quota = MEMBER.member().getMap(GridConfig.QUOTA);
        assertThat(owners(quota)).isEqualTo(1);
        clock.move(Duration.ofMinutes(1));

        for (Integer shard : quota.keySet()) {
            quota.executeOnKey(shard, new SweepShard(10));
        }

        assertThat(owners(quota)).isZero();
    }

    @Test
    void refusalsAreRememberedUntilTheyMightBeOutOfDate() throws Exception {
        long[] nanos = {0};
        QuotaGrid quota = MEMBER.freshQuota(clock, /* remembers= */ true, () -> nanos[0]);
        var spent = granted(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
        refused(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
        long asked = quota.figures().postings.sum();

        nanos[0] = 999_000_000;
        assertThat(refused(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))))
                        .retryAfterMillis())
                .isEqualTo(29_001);
        assertThat(await(quota.ledger().probe(ALICE, List.of(charge(PER_MINUTE, 1, 2)))))
                .isPresent();
        assertThat(quota.figures().postings.sum()).isEqualTo(asked);
        granted(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 2, 1)))));
        nanos[0] = 1_000_000_000;
        refused(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
        assertThat(quota.figures().postings.sum()).isEqualTo(asked + 2);
        assertThat(spent.reservation().balances()).hasSize(1);
    }

    @Test
    void whatIsGivenBackHereIsNotRefusedFromMemory() throws Exception {
        QuotaGrid quota = MEMBER.freshQuota(clock, /* remembers= */ true, () -> 0);
        var spent = granted(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
        refused(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));

        await(quota.ledger().settle(spent.reservation(), Outcome.DID_NOT_RUN));

        granted(await(quota.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 1, 1)))));
    }

    private static void loseAllShards() {
        MEMBER.member().getMap(GridConfig.QUOTA).clear();
    }

    private static int owners(IMap<Integer, ShardForm> quota) {
        int owners = 0;
        for (Integer shard : quota.keySet()) {
            Integer left = quota.executeOnKey(shard, new SweepShard(0));
            owners += left == null ? 0 : left;
        }
        return owners;
    }
}
