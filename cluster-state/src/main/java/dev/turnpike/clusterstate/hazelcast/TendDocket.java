package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Docket;

/** Sweeps a docket, and lists what is left, without arguments. */
final class TendDocket extends DocketStep<ApprovalsForm> {
    private static final long serialVersionUID = 1L;

    @Override
    Step<ApprovalsForm> step(Docket docket, long nowMillis) {
        Docket.Change change = docket.sweep(nowMillis);
        return new Step<>(
                new ApprovalsForm(
                        docket.list(Which.ALL, nowMillis),
                        change.changed().stream().map(Approval::id).toList()),
                change);
    }

    @Override
    public int getClassId() {
        return GridForms.TEND_DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) {}

    @Override
    public void readParts(ObjectDataInput in) {}
}
