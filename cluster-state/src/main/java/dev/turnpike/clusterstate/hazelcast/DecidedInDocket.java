package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;
import java.util.List;

/** Tells which of some approvals of a docket are decided, by their ids. Changes nothing. */
final class DecidedInDocket extends DocketStep<ApprovalsForm> {
    private static final long serialVersionUID = 1L;

    private transient List<String> ids;

    DecidedInDocket() {
        this(List.of());
    }

    DecidedInDocket(List<String> ids) {
        this.ids = ids;
    }

    @Override
    Step<ApprovalsForm> step(DocketForm form, long nowMillis) {
        return new Step<>(
                new ApprovalsForm(List.of(), List.copyOf(form.docket().decided(ids, nowMillis))),
                new Docket.Change(nowMillis, List.of(), List.of()));
    }

    @Override
    public int getClassId() {
        return GridForms.DECIDED_IN_DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        Wire.writeList(out, ids, ObjectDataOutput::writeString);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        ids = Wire.readList(in, Wire::readString);
    }
}
