package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Window;
import dev.turnpike.clusterstate.Window.Calendar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The parts of forms. */
final class Wire {
    private static final int SLIDING = 1;
    private static final int SHADOW = 2;
    private static final int SECONDS = -1;
    /** A calendar window travels as its place here. */
    private static final List<Calendar> CALENDARS =
            List.of(Calendar.SECOND, Calendar.MINUTE, Calendar.HOUR, Calendar.DAY, Calendar.WEEK, Calendar.MONTH);

    private Wire() {}

    /** Writes one part. */
    interface Writer<T> {
        void write(ObjectDataOutput out, T part) throws IOException;
    }

    /** Reads one part. */
    interface Reader<T> {
        T read(ObjectDataInput in) throws IOException;
    }

    static <T> void writeList(ObjectDataOutput out, List<T> parts, Writer<T> writer) throws IOException {
        out.writeInt(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            writer.write(out, parts.get(i));
        }
    }

    static <T> List<T> readList(ObjectDataInput in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        if (size == 0) {
            return List.of(); // most lists have no part or one
        }
        if (size == 1) {
            return List.of(reader.read(in));
        }
        List<T> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(reader.read(in));
        }
        return parts;
    }

    static String readString(ObjectDataInput in) throws IOException {
        return requireNonNull(in.readString());
    }

    static long[] readLongs(ObjectDataInput in) throws IOException {
        return requireNonNull(in.readLongArray());
    }

    static void writeOwner(ObjectDataOutput out, CounterOwner owner) throws IOException {
        out.writeString(owner.kind().name());
        out.writeString(owner.id());
    }

    static CounterOwner readOwner(ObjectDataInput in) throws IOException {
        return new CounterOwner(CounterOwner.Kind.valueOf(readString(in)), readString(in));
    }

    static void writeCounter(ObjectDataOutput out, Counter counter) throws IOException {
        out.writeByte((counter.algorithm() == Algorithm.SLIDING ? SLIDING : 0) + (counter.shadow() ? SHADOW : 0));
        if (counter.window() instanceof Window.Seconds length) {
            out.writeByte(SECONDS);
            out.writeLong(length.seconds());
        } else {
            out.writeByte(CALENDARS.indexOf(counter.window()));
        }
        out.writeString(counter.name());
        out.writeString(counter.session());
    }

    static Counter readCounter(ObjectDataInput in) throws IOException {
        int flags = in.readByte();
        int place = in.readByte();
        Window window = place == SECONDS ? new Window.Seconds(in.readLong()) : CALENDARS.get(place);
        return new Counter(
                readString(in),
                readString(in),
                window,
                (flags & SLIDING) != 0 ? Algorithm.SLIDING : Algorithm.FIXED,
                (flags & SHADOW) != 0);
    }

    static void writeCharge(ObjectDataOutput out, Charge charge) throws IOException {
        writeCounter(out, charge.counter());
        out.writeLong(charge.maxMicros());
        out.writeLong(charge.amountMicros());
        out.writeBoolean(charge.anewAfterLoss());
    }

    static Charge readCharge(ObjectDataInput in) throws IOException {
        return new Charge(readCounter(in), in.readLong(), in.readLong(), in.readBoolean());
    }
}
