package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what changed in a shard since it was asked before, to the member that owns it alone: nobody else could say again
 * what it did not get to keep.
 */
final class CopyShard extends ShardProcessor<CountersForm> implements ReadOnly {
    private static final long serialVersionUID = 1L;

    private transient String member;
    private transient int most;
    private transient boolean anew;

    CopyShard() {
        this("", 0, /* anew= */ false);
    }

    /**
     * Asks for the changes.
     *
     * @param member who asks
     * @param most how much to tell, as {@link dev.turnpike.clusterstate.Originals#changes} has it
     * @param anew whether an earlier answer did not arrive, so that all of it has to be told again
     */
    CopyShard(String member, int most, boolean anew) {
        this.member = member;
        this.most = most;
        this.anew = anew;
    }

    @Override
    public CountersForm process(Map.Entry<Integer, ShardForm> entry) {
        ShardForm stored = entry.getValue();
        if (stored == null || !isAt(member)) {
            return new CountersForm();
        }
        if (anew) {
            stored.shard().forgetCopied();
        }
        return new CountersForm(stored.shard().changes(most));
    }

    @Override
    public @Nullable EntryProcessor<Integer, ShardForm, CountersForm> getBackupProcessor() {
        return null;
    }

    @Override
    public int getClassId() {
        return GridForms.COPY_SHARD;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeString(member);
        out.writeInt(most);
        out.writeBoolean(anew);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        member = Wire.readString(in);
        most = in.readInt();
        anew = in.readBoolean();
    }
}
