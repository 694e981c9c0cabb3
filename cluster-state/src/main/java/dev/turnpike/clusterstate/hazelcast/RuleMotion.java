package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Ruling;
import java.io.IOException;

/** Rules on a motion. */
final class RuleMotion extends DocketStep<RulingForm> {
    private static final long serialVersionUID = 1L;

    private transient Motion motion;
    private transient boolean again;

    RuleMotion() {
        this(new Motion.Look(""), /* again= */ false);
    }

    /** @param again whether the same was sent before, and nobody knows what became of it */
    RuleMotion(Motion motion, boolean again) {
        this.motion = motion;
        this.again = again;
    }

    @Override
    Step<RulingForm> step(DocketForm form, long nowMillis) {
        Docket.Ruled ruled = form.docket().rule(motion, nowMillis);
        // What the motion did when it came before may not have reached the backup, and it is acknowledged now.
        Docket.Change change = again || isDone(ruled.ruling())
                ? ruled.change().with(ruled.ruling().approval().stream().toList())
                : ruled.change();
        return new Step<>(RulingForm.of(ruled.ruling(), ruled.news(motion)), change);
    }

    private boolean isDone(Ruling ruling) {
        return ruling.kind() == Ruling.Kind.GRANTED
                || (ruling.kind() == Ruling.Kind.DONE && !(motion instanceof Motion.Look));
    }

    @Override
    public int getClassId() {
        return GridForms.RULE_MOTION;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeBoolean(again);
        MotionWire.write(out, motion);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        again = in.readBoolean();
        motion = MotionWire.read(in);
    }
}
