package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;
import java.util.List;

/** Lists the approvals of a docket, without their arguments. Changes nothing. */
final class ListDocket extends DocketStep<ApprovalsForm> {
    private static final long serialVersionUID = 1L;

    private transient Which which;

    ListDocket() {
        this(Which.ALL);
    }

    ListDocket(Which which) {
        this.which = which;
    }

    @Override
    Step<ApprovalsForm> step(DocketForm form, long nowMillis) {
        return new Step<>(
                new ApprovalsForm(form.docket().list(which, nowMillis), List.of()),
                new Docket.Change(nowMillis, List.of(), List.of()));
    }

    @Override
    public int getClassId() {
        return GridForms.LIST_DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeString(which.name());
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        which = Which.valueOf(Wire.readString(in));
    }
}
