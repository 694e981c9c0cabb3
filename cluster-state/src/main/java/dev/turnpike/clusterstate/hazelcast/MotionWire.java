package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Motion;
import java.io.IOException;

/** Motions as parts of forms: the number of the kind, then its parts. */
final class MotionWire {
    private static final byte ASK = 1;
    private static final byte TAKE = 2;
    private static final byte GIVE_BACK = 3;
    private static final byte DECIDE = 4;
    private static final byte EXPIRE = 5;
    private static final byte NOTE = 6;
    private static final byte LOOK = 7;

    private MotionWire() {}

    /** Writes one motion. */
    private interface Part {
        void write(ObjectDataOutput out) throws IOException;
    }

    static void write(ObjectDataOutput out, Motion motion) throws IOException {
        motion.fold(new Writing()).write(out);
    }

    private static final class Writing implements Motion.Cases<Part> {
        @Override
        public Part ask(Motion.Ask motion) {
            return out -> {
                begin(out, ASK, motion);
                ApprovalWire.writeQuestion(out, motion.question());
                out.writeString(motion.taker());
            };
        }

        @Override
        public Part take(Motion.Take motion) {
            return out -> {
                begin(out, TAKE, motion);
                out.writeString(motion.fingerprint());
                out.writeString(motion.taker());
            };
        }

        @Override
        public Part giveBack(Motion.GiveBack motion) {
            return out -> {
                begin(out, GIVE_BACK, motion);
                out.writeString(motion.taker());
            };
        }

        @Override
        public Part decide(Motion.Decide motion) {
            return out -> {
                begin(out, DECIDE, motion);
                out.writeString(motion.stepId());
                out.writeBoolean(motion.approve());
                out.writeString(motion.person());
                out.writeString(motion.note());
                ApprovalWire.writeEdit(out, motion.edit());
                out.writeLong(motion.basedOn());
            };
        }

        @Override
        public Part expire(Motion.Expire motion) {
            return out -> {
                begin(out, EXPIRE, motion);
                out.writeString(motion.note());
            };
        }

        @Override
        public Part note(Motion.Note motion) {
            return out -> {
                begin(out, NOTE, motion);
                out.writeInt(motion.number());
            };
        }

        @Override
        public Part look(Motion.Look motion) {
            return out -> begin(out, LOOK, motion);
        }

        private static void begin(ObjectDataOutput out, byte kind, Motion motion) throws IOException {
            out.writeByte(kind);
            out.writeString(motion.id());
        }
    }

    static Motion read(ObjectDataInput in) throws IOException {
        byte kind = in.readByte();
        String id = Wire.readString(in);
        return switch (kind) {
            case ASK -> new Motion.Ask(ApprovalWire.readQuestion(in), id, Wire.readString(in));
            case TAKE -> new Motion.Take(id, Wire.readString(in), Wire.readString(in));
            case GIVE_BACK -> new Motion.GiveBack(id, Wire.readString(in));
            case DECIDE ->
                new Motion.Decide(
                        id,
                        Wire.readString(in),
                        in.readBoolean(),
                        Wire.readString(in),
                        Wire.readString(in),
                        ApprovalWire.readEdit(in),
                        in.readLong());
            case EXPIRE -> new Motion.Expire(id, Wire.readString(in));
            case NOTE -> new Motion.Note(id, in.readInt());
            case LOOK -> new Motion.Look(id);
            default -> throw new IOException("motion of kind " + kind + " (expected: a known number)");
        };
    }
}
