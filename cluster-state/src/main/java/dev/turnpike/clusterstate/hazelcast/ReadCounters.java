package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what the counters of an owner hold. Changes nothing. */
final class ReadCounters extends ShardProcessor<ReadingForm> {
    private static final long serialVersionUID = 1L;

    private transient CounterOwner owner;

    ReadCounters() {
        this(CounterOwner.cluster());
    }

    ReadCounters(CounterOwner owner) {
        this.owner = owner;
    }

    @Override
    public ReadingForm process(Map.Entry<Integer, ShardForm> entry) {
        ShardForm stored = entry.getValue();
        if (stored == null) {
            requireReadBack(entry.getKey());
        }
        // Whoever spends next finds out what it means that there is none.
        Shard shard = stored == null ? Shard.afterLoss(now()) : stored.shard();
        Moment clock = now();
        return new ReadingForm(
                shard.owners().getOrDefault(owner, OwnerCounters.NONE),
                new Moment(
                        clock.clockMillis(),
                        Math.max(clock.latestMillis(), shard.latestMillis()),
                        shard.knownSinceMillis()));
    }

    @Override
    public @Nullable EntryProcessor<Integer, ShardForm, ReadingForm> getBackupProcessor() {
        return null;
    }

    @Override
    public int getClassId() {
        return GridForms.READ_COUNTERS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        Wire.writeOwner(out, owner);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        owner = Wire.readOwner(in);
    }
}
