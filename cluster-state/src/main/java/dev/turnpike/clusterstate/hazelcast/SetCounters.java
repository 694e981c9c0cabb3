package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stores the counters that a step led to, on the owner and its backups. Answers nothing. */
final class SetCounters<R> implements EntryProcessor<String, CountersForm, R>, GridForm {
    private static final long serialVersionUID = 1L;

    private transient CountersForm counters = new CountersForm();
    private transient long ttlMillis;

    SetCounters() {}

    SetCounters(CountersForm counters, long ttlMillis) {
        this.counters = counters;
        this.ttlMillis = ttlMillis;
    }

    @Override
    public @Nullable R process(Map.Entry<String, CountersForm> entry) {
        ((ExtendedMapEntry<String, CountersForm>) entry).setValue(counters, ttlMillis, TimeUnit.MILLISECONDS);
        return null;
    }

    @Override
    public EntryProcessor<String, CountersForm, R> getBackupProcessor() {
        return this;
    }

    @Override
    public int getClassId() {
        return GridForms.SET_COUNTERS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(ttlMillis);
        counters.writeData(out);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        ttlMillis = in.readLong();
        counters.readData(in);
    }
}
