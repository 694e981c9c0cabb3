package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import java.io.IOException;
import java.util.Map;

/** The counters of some owners, as they travel. */
final class CountersForm implements GridForm {
    private Map<CounterOwner, OwnerCounters> counters;

    CountersForm() {
        this(Map.of());
    }

    CountersForm(Map<CounterOwner, OwnerCounters> counters) {
        this.counters = counters;
    }

    Map<CounterOwner, OwnerCounters> counters() {
        return counters;
    }

    @Override
    public int getClassId() {
        return GridForms.COUNTERS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        CountersWire.write(out, counters);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        counters = CountersWire.read(in);
    }
}
