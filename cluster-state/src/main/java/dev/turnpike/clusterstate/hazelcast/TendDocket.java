package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Left;
import dev.turnpike.clusterstate.Docket;
import java.io.IOException;

/**
 * Sweeps a docket, and lists what is left to look after, without arguments. Backups hear once more of each step
 * that is to be recorded: a step that they missed would not outlive the owner, and what is made known must.
 */
final class TendDocket extends DocketStep<ApprovalsForm> {
    private static final long serialVersionUID = 1L;

    private transient Left left;
    private transient boolean again;

    TendDocket() {
        this(Left.ALL, /* again= */ false);
    }

    /**
     * Part of the rounds of whoever looks after the docket.
     *
     * @param again whether nobody knows what became of it the last time
     */
    TendDocket(Left left, boolean again) {
        this.left = left;
        this.again = again;
    }

    @Override
    Step<ApprovalsForm> step(DocketForm form, long nowMillis) {
        Docket.Change swept = form.docket().sweep(nowMillis);
        return new Step<>(
                new ApprovalsForm(
                        form.docket().unsettled(left),
                        swept.changed().stream().map(Approval::id).toList()),
                swept.with(form.unsure(again)));
    }

    @Override
    public int getClassId() {
        return GridForms.TEND_DOCKET;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeString(left.name());
        out.writeBoolean(again);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        left = Left.valueOf(Wire.readString(in));
        again = in.readBoolean();
    }
}
