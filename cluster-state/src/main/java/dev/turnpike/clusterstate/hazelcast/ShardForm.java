package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The value of the quota map: a {@link Shard}, changed in place by the thread of its partition. */
final class ShardForm implements GridForm {
    private Shard shard;

    ShardForm() {
        this(Shard.fresh());
    }

    ShardForm(Shard shard) {
        this.shard = shard;
    }

    Shard shard() {
        return shard;
    }

    @Override
    public int getClassId() {
        return GridForms.SHARD;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        out.writeLong(shard.knownSinceMillis());
        out.writeLong(shard.latestMillis());
        CountersWire.write(out, shard.owners());
        out.writeInt(shard.receipts().size());
        for (Map.Entry<String, Receipt> entry : shard.receipts().entrySet()) {
            out.writeString(entry.getKey());
            ReceiptForm.write(out, entry.getValue());
        }
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        long knownSinceMillis = in.readLong();
        long latestMillis = in.readLong();
        Map<CounterOwner, OwnerCounters> owners = CountersWire.read(in);
        Map<String, Receipt> receipts = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            receipts.put(Wire.readString(in), ReceiptForm.read(in));
        }
        shard = Shard.of(knownSinceMillis, latestMillis, owners, receipts);
    }
}
