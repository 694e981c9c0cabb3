package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.OwnerCounters;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The value of the quota map: all counters of an owner. */
final class CountersForm implements GridForm {
    private OwnerCounters counters;

    CountersForm() {
        this(OwnerCounters.NONE);
    }

    CountersForm(OwnerCounters counters) {
        this.counters = counters;
    }

    static OwnerCounters counters(@Nullable CountersForm stored) {
        return stored == null ? OwnerCounters.NONE : stored.counters;
    }

    @Override
    public int getClassId() {
        return GridForms.COUNTERS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(counters.latestMillis());
        Wire.writeList(out, counters.tallies(), Wire::writeTally);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        counters = OwnerCounters.of(in.readLong(), Wire.readList(in, Wire::readTally));
    }
}
