package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Approvals without their arguments, and the ids of those that changed just now. */
final class ApprovalsForm implements GridForm {
    private List<Approval> approvals;
    private List<String> changed;

    ApprovalsForm() {
        this(List.of(), List.of());
    }

    ApprovalsForm(List<Approval> approvals, List<String> changed) {
        this.approvals = approvals;
        this.changed = changed;
    }

    List<Approval> approvals() {
        return approvals;
    }

    /** The ids. */
    List<String> changed() {
        return changed;
    }

    List<Approval> news() {
        Set<String> ids = Set.copyOf(changed);
        return approvals.stream()
                .filter(approval -> ids.contains(approval.id()))
                .toList();
    }

    @Override
    public int getClassId() {
        return GridForms.APPROVALS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        ApprovalWire.writeAll(out, approvals);
        Wire.writeList(out, changed, ObjectDataOutput::writeString);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        approvals = ApprovalWire.readAll(in);
        changed = Wire.readList(in, Wire::readString);
    }
}
