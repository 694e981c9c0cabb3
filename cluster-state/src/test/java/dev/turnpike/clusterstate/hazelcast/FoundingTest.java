package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Spends;
import java.lang.reflect.Proxy;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FoundingTest {
    private static final List<Integer> SHARDS = List.of(0, 1, 2, 3, 4, 5);

    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final IMap<String, String> marks = MEMBER.member().getMap(GridConfig.FOUNDING);
    private final IMap<Integer, ShardForm> quota = MEMBER.member().getMap(GridConfig.QUOTA);

    @BeforeEach
    void nothingWasBegun() {
        marks.clear();
        quota.clear();
    }

    @Test
    void nodesThatStartAtOnceFoundOneCluster() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        List<CompletableFuture<Founding>> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(CompletableFuture.supplyAsync(
                    () -> {
                        Founding founding = founding();
                        try {
                            start.await(20, TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        founding.complete();
                        spend(SHARDS.get(0));
                        return founding;
                    },
                    task -> new Thread(task).start()));
        }
        for (CompletableFuture<Founding> node : all) {
            assertThat(node.get(20, TimeUnit.SECONDS).isDone()).isTrue();
        }

        assertThat(quota.keySet()).containsExactlyInAnyOrderElementsOf(SHARDS);
        assertThat(receiptsOfFirstShard()).isEqualTo(nodes);
    }

    @Test
    void whatOneLeftHalfWayAnotherCompletes() {
        marks.set("cluster", "begun");
        quota.executeOnKey(0, new OpenShard());
        spend(0);
        Founding founding = founding();
        assertThat(founding.isDone()).isFalse();

        founding.complete();

        assertThat(quota.keySet()).containsExactlyInAnyOrderElementsOf(SHARDS);
        assertThat(receiptsOfFirstShard()).isEqualTo(1);
    }

    @Test
    void aShardThatIsLostLaterIsNotFoundedAgain() {
        founding().complete();
        quota.delete(3);

        Founding late = founding();
        late.complete();

        assertThat(late.isDone()).isTrue();
        assertThat(quota.keySet()).doesNotContain(3);
    }

    @Test
    void aGridThatCannotBeReachedFoundsNothing() {
        quota.delete(0);
        Founding founding = Founding.anew(marks, unreachable(), SHARDS);

        assertThatThrownBy(founding::complete).isInstanceOf(IllegalStateException.class);

        assertThat(founding.isDone()).isFalse();
        assertThat(marks.get("cluster")).isEqualTo("begun");
    }

    @Test
    void aShardThatIsThereIsNotOpenedAtBackupsThatMissedIt() {
        SimpleEntry<Integer, @Nullable ShardForm> entry = new SimpleEntry<>(0, null);
        OpenShard first = new OpenShard();
        OpenShard second = new OpenShard();

        first.process(entry);
        second.process(entry);

        assertThat(first.getBackupProcessor()).isNotNull();
        assertThat(second.getBackupProcessor()).isNull();
    }

    private Founding founding() {
        return Founding.anew(marks, quota, SHARDS);
    }

    private void spend(int shard) {
        Posting spend = new Posting.Spend(CounterOwner.grant("g"), List.of(Spends.charge(Spends.PER_HOUR, 100, 1)));
        quota.executeOnKey(shard, new PostBatch(new Batch(Thread.currentThread().getName(), 1, List.of(spend))));
    }

    private int receiptsOfFirstShard() {
        ShardForm form = requireNonNull(quota.get(SHARDS.get(0)));
        assertThat(form.shard().knownSinceMillis()).isEqualTo(Moment.ALWAYS);
        return form.shard().receipts().size();
    }

    @SuppressWarnings("unchecked") // a stand-in for one call
    private static IMap<Integer, ShardForm> unreachable() {
        return (IMap<Integer, ShardForm>) Proxy.newProxyInstance(
                FoundingTest.class.getClassLoader(), new Class<?>[] {IMap.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("nobody is there");
                });
    }
}
