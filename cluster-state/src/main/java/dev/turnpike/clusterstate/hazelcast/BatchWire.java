package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import java.io.IOException;
import java.util.List;

/** A {@link Batch} on the wire: postings that are equal, as those of a hot owner are, travel once, then their place. */
final class BatchWire {
    private static final int SPEND = 0;
    private static final int PROBE = 1;
    private static final int GIVE_BACK = 2;
    private static final int RESET = 3;

    private BatchWire() {}

    static void write(ObjectDataOutput out, Batch batch) throws IOException {
        Places<Posting> different = new Places<>();
        batch.postings().forEach(different::add);
        out.writeString(batch.caller());
        out.writeLong(batch.number());
        different.write(out, BatchWire::writePosting);
        Wire.writeList(out, batch.postings(), different::writePlace);
    }

    static Batch read(ObjectDataInput in) throws IOException {
        String caller = Wire.readString(in);
        long number = in.readLong();
        List<Posting> different = Wire.readList(in, BatchWire::readPosting);
        return new Batch(caller, number, Wire.readList(in, from -> Places.readPlace(from, different)));
    }

    private static void writePosting(ObjectDataOutput out, Posting posting) throws IOException {
        if (posting instanceof Posting.GiveBack giveBack) {
            out.writeByte(GIVE_BACK);
            Wire.writeOwner(out, giveBack.owner());
            Wire.writeList(out, giveBack.balances(), BatchWire::writeBalance);
        } else if (posting instanceof Posting.Spend spend) {
            out.writeByte(SPEND);
            writeCharges(out, spend.owner(), spend.charges());
        } else if (posting instanceof Posting.Probe probe) {
            out.writeByte(PROBE);
            writeCharges(out, probe.owner(), probe.charges());
        } else if (posting instanceof Posting.Reset reset) {
            out.writeByte(RESET);
            Wire.writeOwner(out, reset.owner());
            Wire.writeList(out, reset.counters(), Wire::writeCounter);
        }
    }

    private static Posting readPosting(ObjectDataInput in) throws IOException {
        int kind = in.readByte();
        CounterOwner owner = Wire.readOwner(in);
        return switch (kind) {
            case SPEND -> new Posting.Spend(owner, Wire.readList(in, Wire::readCharge));
            case PROBE -> new Posting.Probe(owner, Wire.readList(in, Wire::readCharge));
            case GIVE_BACK -> new Posting.GiveBack(owner, Wire.readList(in, BatchWire::readBalance));
            case RESET -> new Posting.Reset(owner, Wire.readList(in, Wire::readCounter));
            default -> throw new IOException("kind of posting: " + kind + " (expected: a known number)");
        };
    }

    private static void writeCharges(ObjectDataOutput out, CounterOwner owner, List<Charge> charges)
            throws IOException {
        Wire.writeOwner(out, owner);
        Wire.writeList(out, charges, Wire::writeCharge);
    }

    private static void writeBalance(ObjectDataOutput out, Balance balance) throws IOException {
        Wire.writeCharge(out, balance.charge());
        out.writeLong(balance.beforeMicros());
        out.writeLong(balance.afterMicros());
        out.writeLong(balance.windowStartMillis());
    }

    private static Balance readBalance(ObjectDataInput in) throws IOException {
        return new Balance(Wire.readCharge(in), in.readLong(), in.readLong(), in.readLong());
    }
}
