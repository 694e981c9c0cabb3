package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Tally;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counters of many owners on the wire: each counter's name travels once, then its place. */
final class CountersWire {
    private CountersWire() {}

    static void write(ObjectDataOutput out, Map<CounterOwner, OwnerCounters> owners) throws IOException {
        Places<Counter> counters = new Places<>();
        owners.values().forEach(some -> some.tallies().forEach(tally -> counters.add(tally.counter())));
        counters.write(out, Wire::writeCounter);
        out.writeInt(owners.size());
        for (Map.Entry<CounterOwner, OwnerCounters> entry : owners.entrySet()) {
            Wire.writeOwner(out, entry.getKey());
            out.writeLong(entry.getValue().latestMillis());
            Wire.writeList(out, entry.getValue().tallies(), (to, tally) -> {
                counters.writePlace(to, tally.counter());
                to.writeLong(tally.origin());
                to.writeLongArray(tally.buckets());
            });
        }
    }

    static Map<CounterOwner, OwnerCounters> read(ObjectDataInput in) throws IOException {
        List<Counter> counters = Wire.readList(in, Wire::readCounter);
        Map<CounterOwner, OwnerCounters> owners = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            CounterOwner owner = Wire.readOwner(in);
            long latestMillis = in.readLong();
            List<Tally> tallies = Wire.readList(
                    in, from -> Tally.of(Places.readPlace(from, counters), from.readLong(), Wire.readLongs(from)));
            owners.put(owner, OwnerCounters.of(latestMillis, tallies));
        }
        return owners;
    }
}
