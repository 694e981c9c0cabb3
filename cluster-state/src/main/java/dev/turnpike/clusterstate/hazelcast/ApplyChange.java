package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Moment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a backup to what a batch led to. Answers nothing. */
final class ApplyChange<R> implements EntryProcessor<Integer, ShardForm, R>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient ShardChange change;

    ApplyChange() {
        this(new ShardChange(false, 0, Map.of(), "", new Receipt(0, Moment.ALWAYS, List.of())));
    }

    ApplyChange(ShardChange change) {
        this.change = change;
    }

    @Override
    public @Nullable R process(Map.Entry<Integer, ShardForm> entry) {
        ShardForm stored = entry.getValue();
        if (stored == null && change.begins()) {
            stored = new ShardForm(Shard.knownSince(change.receipt().knownSinceMillis()));
            entry.setValue(stored);
        }
        if (stored != null) {
            stored.shard().apply(change);
        }
        return null;
    }

    @Override
    public int getClassId() {
        return GridForms.APPLY_CHANGE;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeBoolean(change.begins());
        out.writeLong(change.latestMillis());
        CountersWire.write(out, change.counters());
        out.writeString(change.caller());
        ReceiptForm.write(out, change.receipt());
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        change = new ShardChange(
                in.readBoolean(), in.readLong(), CountersWire.read(in), Wire.readString(in), ReceiptForm.read(in));
    }
}
