package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;
import java.util.List;

/** The value of the approvals map: a {@link Docket}, changed in place by the thread of its partition. */
final class DocketForm implements GridForm {
    private Docket docket = new Docket();

    Docket docket() {
        return docket;
    }

    @Override
    public int getClassId() {
        return GridForms.DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(docket.latestMillis());
        ApprovalWire.writeAll(out, List.copyOf(docket.approvals()));
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        docket = new Docket(in.readLong(), ApprovalWire.readAll(in));
    }
}
