package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens a docket that is missing with the approvals that a store remembers. Answers nothing. */
final class RestoreDocket extends PartitionStep<Integer, DocketForm, Boolean> {
    private static final long serialVersionUID = 1L;

    private transient List<Approval> approvals;
    private transient boolean opened;

    RestoreDocket() {
        this(List.of());
    }

    /** @param approvals the oldest first */
    RestoreDocket(List<Approval> approvals) {
        this.approvals = approvals;
    }

    @Override
    public @Nullable Boolean process(Map.Entry<Integer, DocketForm> entry) {
        requireCopy(entry.getKey());
        opened = entry.getValue() == null;
        if (opened) {
            entry.setValue(new DocketForm(new Docket(Long.MIN_VALUE, approvals)));
        }
        return null;
    }

    @Override
    public @Nullable EntryProcessor<Integer, DocketForm, Boolean> getBackupProcessor() {
        return opened ? new ChangeDocket<>(new Docket.Change(Long.MIN_VALUE, approvals, List.of())) : null;
    }

    @Override
    public int getClassId() {
        return GridForms.RESTORE_DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        ApprovalWire.writeAll(out, approvals);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        approvals = ApprovalWire.readAll(in);
    }
}
