package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.Spends;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What several members count together, while some of them are lost. */
class GridLedgerTest {
    private static final int MAX = 50;
    /** Enough that each member keeps some of them. */
    private static final List<CounterOwner> OWNERS =
            IntStream.range(0, 36).mapToObj(i -> CounterOwner.grant("g" + i)).toList();

    @RegisterExtension
    final TestGrid grid = new TestGrid(3);

    @Test
    void threeMembersGrantExactlyTheMaximum() throws Exception {
        List<QuotaLedger> ledgers = ledgers(grid.openAll());

        Load load = new Load();
        for (int i = 0; i < MAX; i++) {
            load.spendOnceOfEach(ledgers);
        }

        load.await();
        assertThat(load.unknown).isZero();
        for (CounterOwner owner : OWNERS) {
            assertThat(load.granted(owner)).isEqualTo(MAX);
            assertThat(held(ledgers.get(0), owner)).isEqualTo(MAX);
        }
    }

    @Test
    void aMemberThatIsKilledUnderLoadLosesNothingAndNothingCountsTwice() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        List<QuotaLedger> survivors = ledgers(members.subList(0, 2));

        Load load = new Load();
        for (int i = 0; i < MAX; i++) {
            if (i == MAX / 5) {
                load.spends.get(load.spends.size() - 1).get(); // the grid is in the middle of it
                grid.kill(members.get(2));
            }
            load.spendOnceOfEach(survivors);
        }

        load.await();
        assertThat(load.unknown).isZero();
        for (CounterOwner owner : OWNERS) {
            assertThat(load.granted(owner)).isEqualTo(MAX);
            assertThat(held(survivors.get(0), owner)).isEqualTo(MAX);
            assertThat(held(survivors.get(1), owner)).isEqualTo(MAX);
        }
    }

    @Test
    void aResetIsKnownToAllMembersAndOutlivesTheOneThatTookIt() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        List<QuotaLedger> ledgers = ledgers(members);
        Load before = new Load();
        for (int i = 0; i < MAX; i++) {
            before.spendOnceOfEach(ledgers);
        }
        before.await();

        for (CounterOwner owner : OWNERS) {
            assertThat(await(ledgers.get(0).reset(owner, List.of(PER_HOUR)))).containsExactly(MAX * Charge.MICROS);
        }
        grid.kill(members.get(2));

        for (CounterOwner owner : OWNERS) {
            assertThat(held(ledgers.get(0), owner)).isZero();
            assertThat(await(ledgers.get(1).read(owner, List.of(PER_HOUR))))
                    .extracting(CounterReading::heldMicros, CounterReading::lost)
                    .containsExactly(tuple(0L, false));
        }
    }

    @Test
    void noWindowHoldsMoreThoughAllCopiesOfSomeAreLost() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        Load before = new Load();
        for (int i = 0; i < 10; i++) {
            before.spendOnceOfEach(ledgers(members));
        }
        before.await();
        assertThat(before.unknown).isZero();

        grid.kill(members.get(1));
        grid.kill(members.get(2));
        grid.awaitMembers(1);
        grid.open(new MovingClock("2026-01-01T00:00:30Z"));
        grid.open(new MovingClock("2026-01-01T00:00:30Z"));
        grid.awaitMembers(3);
        Load after = new Load();
        for (int i = 0; i < MAX; i++) {
            after.spendOnceOfEach(ledgers(grid.members()));
        }
        after.await();

        // What is left of those whose counters were kept, and nothing of those whose were lost: none, if the members
        // that were left had made new copies before the second died.
        assertThat(after.unknown).isZero();
        List<Integer> granted = OWNERS.stream().map(after::granted).toList();
        assertThat(granted).isSubsetOf(0, MAX - 30);
    }

    private static List<QuotaLedger> ledgers(List<HazelcastClusterState> members) {
        return members.stream().map(HazelcastClusterState::ledger).toList();
    }

    private static long held(QuotaLedger ledger, CounterOwner owner) throws Exception {
        Spending nothing = await(ledger.reserve(owner, List.of(charge(PER_HOUR, MAX, 0))));
        return granted(nothing).reservation().balances().get(0).beforeMicros() / Charge.MICROS;
    }

    /** Spends that are under way at the same time, and what became of them. */
    private static final class Load {
        final List<CompletableFuture<?>> spends = new ArrayList<>();
        int unknown;
        private final Map<CounterOwner, Integer> granted = new HashMap<>();

        void spendOnceOfEach(List<QuotaLedger> ledgers) {
            for (CounterOwner owner : OWNERS) {
                for (QuotaLedger ledger : ledgers) {
                    spends.add(ledger.reserve(owner, List.of(charge(PER_HOUR, MAX, 1)))
                            .handle((spending, failure) -> note(owner, spending))
                            .toCompletableFuture());
                }
            }
        }

        private synchronized boolean note(CounterOwner owner, @Nullable Spending spending) {
            if (spending == null) {
                unknown++;
                return false;
            }
            boolean spent = spending.fold(yes -> true, no -> false);
            granted.merge(owner, spent ? 1 : 0, Integer::sum);
            return spent;
        }

        void await() throws Exception {
            Spends.await(CompletableFuture.allOf(spends.toArray(CompletableFuture[]::new)));
        }

        synchronized int granted(CounterOwner owner) {
            return granted.getOrDefault(owner, 0);
        }
    }
}
