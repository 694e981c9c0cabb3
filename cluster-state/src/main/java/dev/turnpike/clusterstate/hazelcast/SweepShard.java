package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Moment;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Drops owners of a shard whose windows have all ended, by the time of the member that owns it. Answers how many are
 * left.
 */
final class SweepShard extends ShardProcessor<Integer> {
    private static final long serialVersionUID = 1L;
    private static final long BY_THE_CLOCK = Long.MIN_VALUE;

    private transient int most;
    private transient long atMillis;

    SweepShard() {
        this(0);
    }

    /** @param most how many owners to look at */
    SweepShard(int most) {
        this(most, BY_THE_CLOCK);
    }

    private SweepShard(int most, long atMillis) {
        this.most = most;
        this.atMillis = atMillis;
    }

    @Override
    public @Nullable Integer process(Map.Entry<Integer, ShardForm> entry) {
        ShardForm stored = entry.getValue();
        if (stored == null) {
            return null; // whoever spends next finds out what that means
        }
        Shard shard = stored.shard();
        shard.sweep(most, atMillis == BY_THE_CLOCK ? now() : Moment.of(atMillis));
        atMillis = shard.latestMillis();
        return shard.owners().size();
    }

    @Override
    public EntryProcessor<Integer, ShardForm, Integer> getBackupProcessor() {
        return new SweepShard(most, atMillis);
    }

    @Override
    public int getClassId() {
        return GridForms.SWEEP_SHARD;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeInt(most);
        out.writeLong(atMillis);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        most = in.readInt();
        atMillis = in.readLong();
    }
}
