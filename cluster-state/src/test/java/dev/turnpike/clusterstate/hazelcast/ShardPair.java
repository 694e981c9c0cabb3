package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import dev.turnpike.clusterstate.RisingClock;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.AbstractMap.SimpleEntry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One shard at two members with clocks of their own, as Hazelcast would keep it; all that passes is serialised. */
final class ShardPair implements AutoCloseable {
    private Member primary;
    private Member backup;
    private boolean linked = true;

    private final TestWire wire = new TestWire();

    ShardPair(InstantSource one, InstantSource other) {
        primary = new Member(new RisingClock(one));
        backup = new Member(new RisingClock(other));
        run(new OpenShard());
    }

    private static final class Member {
        private final HazelcastInstance instance;
        private Map.Entry<Integer, @Nullable ShardForm> entry = new SimpleEntry<>(0, null);

        Member(RisingClock clock) {
            ConcurrentMap<String, Object> context = new ConcurrentHashMap<>(Map.of(GridConfig.CLOCK, clock));
            instance = (HazelcastInstance) Proxy.newProxyInstance(
                    Member.class.getClassLoader(),
                    new Class<?>[] {HazelcastInstance.class},
                    (proxy, method, arguments) -> context);
        }
    }

    /** What a batch led to, and whether its caller hears of it: not if the backup should, and does not. */
    record Told(Receipt receipt, boolean acknowledged) {}

    Told post(Batch batch) {
        PostBatch post = wire.travelled(new PostBatch(batch));
        post.setHazelcastInstance(primary.instance);
        Receipt receipt = wire.travelled(post.process(primary.entry)).receipt();
        return new Told(receipt, reaches(post.getBackupProcessor()));
    }

    void sweep(int most) {
        SweepShard sweep = wire.travelled(new SweepShard(most));
        sweep.setHazelcastInstance(primary.instance);
        sweep.process(primary.entry);
        reaches(sweep.getBackupProcessor());
    }

    void run(OpenShard open) {
        open.process(primary.entry);
        reaches(open.getBackupProcessor());
    }

    private <R> boolean reaches(@Nullable EntryProcessor<Integer, ShardForm, R> processor) {
        if (processor == null) {
            return true;
        }
        if (linked) {
            wire.travelled(processor).process(backup.entry);
        }
        return linked;
    }

    /** From now on nothing that the owner tells reaches the backup. */
    void unlink() {
        linked = false;
    }

    /** The owner is gone, and with it whatever had not reached the backup; the other member owns the shard. */
    void failOver() {
        Member gone = primary;
        primary = backup;
        backup = gone;
        synchronise();
    }

    void loseBoth() {
        primary.entry = new SimpleEntry<>(0, null);
        synchronise();
    }

    /** The link is back, and the backup gets all that the owner has. */
    void synchronise() {
        ShardForm form = primary.entry.getValue();
        backup.entry = new SimpleEntry<>(0, form == null ? null : wire.travelled(form));
        linked = true;
    }

    Optional<Shard> shard() {
        return Optional.ofNullable(primary.entry.getValue()).map(ShardForm::shard);
    }

    Optional<Shard> copy() {
        return Optional.ofNullable(backup.entry.getValue()).map(ShardForm::shard);
    }

    /** The newest batch of the caller that the owner knows. */
    long newest(String caller) {
        return shard().map(shard -> shard.receipts().get(caller))
                .map(Receipt::number)
                .orElse(0L);
    }

    @Override
    public void close() {
        wire.close();
    }
}
