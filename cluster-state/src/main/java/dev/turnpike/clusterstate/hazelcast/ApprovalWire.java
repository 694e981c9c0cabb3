package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Approvals as parts of forms. */
final class ApprovalWire {
    private ApprovalWire() {}

    static void writeAll(ObjectDataOutput out, List<Approval> approvals) throws IOException {
        Wire.writeList(out, approvals, ApprovalWire::write);
    }

    static List<Approval> readAll(ObjectDataInput in) throws IOException {
        return Wire.readList(in, ApprovalWire::read);
    }

    static void write(ObjectDataOutput out, Approval approval) throws IOException {
        out.writeString(approval.id());
        writeQuestion(out, approval.question());
        out.writeString(approval.state().name());
        out.writeLong(approval.revision());
        out.writeLong(approval.requestedMillis());
        out.writeLong(approval.expiresMillis());
        writeEdit(out, approval.edit());
        Wire.writeList(out, approval.agreed(), ObjectDataOutput::writeString);
        out.writeInt(approval.used());
        Wire.writeList(out, approval.takers(), ObjectDataOutput::writeString);
        out.writeBoolean(approval.told());
        Wire.writeList(out, approval.steps(), ApprovalWire::writeStep);
        out.writeInt(approval.noted());
    }

    static Approval read(ObjectDataInput in) throws IOException {
        return new Approval(
                Wire.readString(in),
                readQuestion(in),
                Approval.State.valueOf(Wire.readString(in)),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readEdit(in),
                Wire.readList(in, Wire::readString),
                in.readInt(),
                Wire.readList(in, Wire::readString),
                in.readBoolean(),
                Wire.readList(in, ApprovalWire::readStep),
                in.readInt());
    }

    static void writeQuestion(ObjectDataOutput out, Question question) throws IOException {
        out.writeString(question.fingerprint());
        out.writeString(question.grant());
        out.writeString(question.server());
        out.writeString(question.tool());
        out.writeString(question.rule());
        out.writeString(question.reason());
        out.writeString(question.policy());
        out.writeLong(question.policyRevision());
        out.writeString(question.arguments());
        out.writeLong(question.terms().expiresInMillis());
        out.writeLong(question.terms().validForMillis());
        out.writeInt(question.terms().approvers());
        out.writeInt(question.terms().uses());
    }

    static Question readQuestion(ObjectDataInput in) throws IOException {
        return new Question(
                Wire.readString(in),
                Wire.readString(in),
                Wire.readString(in),
                Wire.readString(in),
                Wire.readString(in),
                Wire.readString(in),
                Wire.readString(in),
                in.readLong(),
                Wire.readString(in),
                new Question.Terms(in.readLong(), in.readLong(), in.readInt(), in.readInt()));
    }

    static void writeEdit(ObjectDataOutput out, Optional<Approval.Edit> edit) throws IOException {
        out.writeBoolean(edit.isPresent());
        if (edit.isPresent()) {
            out.writeString(edit.get().arguments());
            out.writeString(edit.get().fingerprint());
        }
    }

    static Optional<Approval.Edit> readEdit(ObjectDataInput in) throws IOException {
        return in.readBoolean()
                ? Optional.of(new Approval.Edit(Wire.readString(in), Wire.readString(in)))
                : Optional.empty();
    }

    private static void writeStep(ObjectDataOutput out, ApprovalStep step) throws IOException {
        out.writeInt(step.number());
        out.writeString(step.id());
        out.writeString(step.kind().name());
        out.writeLong(step.atMillis());
        out.writeString(step.person());
        out.writeString(step.note());
    }

    private static ApprovalStep readStep(ObjectDataInput in) throws IOException {
        return new ApprovalStep(
                in.readInt(),
                Wire.readString(in),
                ApprovalStep.Kind.valueOf(Wire.readString(in)),
                in.readLong(),
                Wire.readString(in),
                Wire.readString(in));
    }
}
