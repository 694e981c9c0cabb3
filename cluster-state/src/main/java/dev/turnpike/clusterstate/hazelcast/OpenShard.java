package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores an empty shard where there is none yet: part of how a cluster begins. Answers nothing. */
final class OpenShard implements EntryProcessor<Integer, ShardForm, Boolean>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient boolean opened;

    @Override
    public @Nullable Boolean process(Map.Entry<Integer, ShardForm> entry) {
        opened = entry.getValue() == null;
        if (opened) {
            entry.setValue(new ShardForm(Shard.fresh()));
        }
        return null;
    }

    /** None where the shard was there: a backup without it has missed something, and must not pass for whole. */
    @Override
    public @Nullable EntryProcessor<Integer, ShardForm, Boolean> getBackupProcessor() {
        return opened ? this : null;
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
