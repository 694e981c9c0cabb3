package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens a shard that is missing, with what a store remembers of it or as one whose contents nobody knows. Answers
 * nothing.
 */
final class RestoreShard extends ShardProcessor<Boolean> {
    private static final long serialVersionUID = 1L;

    private transient boolean remembered;
    private transient Map<CounterOwner, OwnerCounters> counters;
    private transient @Nullable ShardChange opened;

    RestoreShard() {
        this(/* remembered= */ false, Map.of());
    }

    private RestoreShard(boolean remembered, Map<CounterOwner, OwnerCounters> counters) {
        this.remembered = remembered;
        this.counters = counters;
    }

    /** With what is remembered. */
    static RestoreShard with(Map<CounterOwner, OwnerCounters> counters) {
        return new RestoreShard(/* remembered= */ true, counters);
    }

    /** As one that was lost. */
    static RestoreShard lost() {
        return new RestoreShard(/* remembered= */ false, Map.of());
    }

    @Override
    public @Nullable Boolean process(Map.Entry<Integer, ShardForm> entry) {
        requireCopy(entry.getKey());
        opened = null;
        if (entry.getValue() == null) {
            Shard shard = remembered ? Shard.readBack(counters) : Shard.afterLoss(now());
            entry.setValue(new ShardForm(shard));
            Receipt nobodys = new Receipt(0, shard.knownSinceMillis(), List.of());
            opened = new ShardChange(/* begins= */ true, shard.latestMillis(), counters, /* caller= */ "", nobodys);
        }
        return null;
    }

    /** None where the shard was there: see {@link OpenShard}. */
    @Override
    public @Nullable EntryProcessor<Integer, ShardForm, Boolean> getBackupProcessor() {
        return opened == null ? null : new ApplyChange<>(opened);
    }

    @Override
    public int getClassId() {
        return GridForms.RESTORE_SHARD;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeBoolean(remembered);
        CountersWire.write(out, counters);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        remembered = in.readBoolean();
        counters = CountersWire.read(in);
    }
}
