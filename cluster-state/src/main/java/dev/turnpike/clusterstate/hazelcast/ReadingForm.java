package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.CounterReading;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The counters of one owner, and by which moment they are to be read, on their way to whoever asked. */
final class ReadingForm implements GridForm {
    /** The one that asks knows whose counters they are. */
    private static final CounterOwner SOMEBODY = CounterOwner.cluster();

    private OwnerCounters counters;
    private Moment moment;

    ReadingForm() {
        this(OwnerCounters.NONE, Moment.of(0));
    }

    ReadingForm(OwnerCounters counters, Moment moment) {
        this.counters = counters;
        this.moment = moment;
    }

    /** Since when the shard knows what was spent. */
    long knownSinceMillis() {
        return moment.knownSinceMillis();
    }

    List<CounterReading> read(List<Counter> also) {
        return counters.read(also, moment);
    }

    @Override
    public int getClassId() {
        return GridForms.READING;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(moment.clockMillis());
        out.writeLong(moment.latestMillis());
        out.writeLong(moment.knownSinceMillis());
        CountersWire.write(out, Map.of(SOMEBODY, counters));
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        moment = new Moment(in.readLong(), in.readLong(), in.readLong());
        counters = CountersWire.read(in).getOrDefault(SOMEBODY, OwnerCounters.NONE);
    }
}
