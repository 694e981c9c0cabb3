package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings a backup to what a step of a docket led to; may be applied twice. Answers nothing. */
final class ChangeDocket<R> implements EntryProcessor<Integer, DocketForm, R>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient Docket.Change change;

    ChangeDocket() {
        this(new Docket.Change(0, List.of(), List.of()));
    }

    ChangeDocket(Docket.Change change) {
        this.change = change;
    }

    @Override
    public @Nullable R process(Map.Entry<Integer, DocketForm> entry) {
        DocketForm stored = entry.getValue();
        if (stored == null) {
            stored = new DocketForm();
            entry.setValue(stored);
        }
        stored.docket().apply(change);
        return null;
    }

    @Override
    public int getClassId() {
        return GridForms.CHANGE_DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(change.latestMillis());
        ApprovalWire.writeAll(out, change.changed());
        Wire.writeList(out, change.removed(), ObjectDataOutput::writeString);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        change = new Docket.Change(in.readLong(), ApprovalWire.readAll(in), Wire.readList(in, Wire::readString));
    }
}
