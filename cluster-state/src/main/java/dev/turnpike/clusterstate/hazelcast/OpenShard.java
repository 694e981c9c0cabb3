package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores an empty shard where there is none yet: part of how a cluster begins. Answers nothing. */
final class OpenShard implements EntryProcessor<Integer, ShardForm, Boolean>, GridForm {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean process(Map.Entry<Integer, ShardForm> entry) {
        if (entry.getValue() == null) {
            entry.setValue(new ShardForm(Shard.fresh()));
        }
        return null;
    }

    @Override
    public EntryProcessor<Integer, ShardForm, Boolean> getBackupProcessor() {
        return this;
    }

    @Override
    public int getClassId() {
        return GridForms.OPEN_SHARD;
    }

    @Override
    public void writeParts(ObjectDataOutput out) {}

    @Override
    public void readParts(ObjectDataInput in) {}
}
