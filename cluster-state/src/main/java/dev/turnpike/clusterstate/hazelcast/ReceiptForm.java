package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.hazelcast.PostingAnswer.Held;
import dev.turnpike.clusterstate.hazelcast.PostingAnswer.Misfit;
import java.io.IOException;
import java.util.List;

/** A {@link Receipt} on its way back to the caller, and among what a shard keeps. */
final class ReceiptForm implements GridForm {
    private Receipt receipt;

    ReceiptForm() {
        this(new Receipt(0, Moment.ALWAYS, List.of()));
    }

    ReceiptForm(Receipt receipt) {
        this.receipt = receipt;
    }

    Receipt receipt() {
        return receipt;
    }

    static Receipt read(ObjectDataInput in) throws IOException {
        return new Receipt(in.readLong(), in.readLong(), Wire.readList(in, ReceiptForm::readAnswer));
    }

    static void write(ObjectDataOutput out, Receipt receipt) throws IOException {
        out.writeLong(receipt.number());
        out.writeLong(receipt.knownSinceMillis());
        Wire.writeList(out, receipt.answers(), ReceiptForm::writeAnswer);
    }

    @Override
    public int getClassId() {
        return GridForms.RECEIPT;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        write(out, receipt);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        receipt = read(in);
    }

    private static void writeAnswer(ObjectDataOutput out, PostingAnswer answer) throws IOException {
        out.writeBoolean(answer.granted());
        Wire.writeList(out, answer.spent(), ReceiptForm::writeHeld);
        Wire.writeList(out, answer.misfits(), (to, misfit) -> {
            to.writeInt(misfit.place());
            writeHeld(to, misfit.held());
            to.writeLong(misfit.retryAfterMillis());
        });
        out.writeString(answer.unavailable());
    }

    private static PostingAnswer readAnswer(ObjectDataInput in) throws IOException {
        return new PostingAnswer(
                in.readBoolean(),
                Wire.readList(in, ReceiptForm::readHeld),
                Wire.readList(in, from -> new Misfit(from.readInt(), readHeld(from), from.readLong())),
                Wire.readString(in));
    }

    private static void writeHeld(ObjectDataOutput out, Held held) throws IOException {
        out.writeLong(held.micros());
        out.writeLong(held.windowStartMillis());
    }

    private static Held readHeld(ObjectDataInput in) throws IOException {
        return new Held(in.readLong(), in.readLong());
    }
}
