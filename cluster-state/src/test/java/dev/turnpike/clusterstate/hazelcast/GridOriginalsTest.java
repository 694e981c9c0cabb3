package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GridOriginalsTest {
    private static final Duration HASTY = Duration.ofSeconds(3);

    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    @Test
    void changesThatWereToldTooLateAreToldAgain() throws Exception {
        QuotaLedger ledger = MEMBER.freshLedger(new MovingClock(TestGrid.START));
        reserve(ledger, charge(PER_HOUR, 5, 1));
        try (GridCalls calls = new GridCalls(HASTY)) {
            GridOriginals originals =
                    new GridOriginals(MEMBER.member(), calls, MEMBER.freshRegistry(), /* founded= */ () -> true);
            int shard = originals.shardOf(ALICE);
            IMap<Integer, ShardForm> quota = MEMBER.member().getMap(GridConfig.QUOTA);
            CountDownLatch late = new CountDownLatch(1);
            CompletionStage<Boolean> busy = quota.submitToKey(
                    QuotaGrid.shards(MEMBER.member().getPartitionService()).get(shard), new Busy(late));

            assertThatThrownBy(() -> await(originals.changes(shard, 10)))
                    .hasCauseInstanceOf(StateUnavailableException.class);
            late.countDown();
            await(busy);

            assertThat(await(originals.changes(shard, 10))).containsOnlyKeys(ALICE);
            assertThat(await(originals.changes(shard, 10))).isEmpty();
        }
    }

    /** Holds up everything of the shard. */
    private record Busy(CountDownLatch until) implements EntryProcessor<Integer, ShardForm, Boolean> {
        @Override
        public Boolean process(Map.Entry<Integer, ShardForm> entry) {
            try {
                return until.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }

        @Override
        public @Nullable EntryProcessor<Integer, ShardForm, Boolean> getBackupProcessor() {
            return null;
        }
    }
}
