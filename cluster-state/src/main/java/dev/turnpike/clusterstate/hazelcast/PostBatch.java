package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Moment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Posts a batch to a shard. Backups receive what it led to rather than this command, because replaying it by another
 * clock could give another answer; and nothing if nothing changed.
 */
final class PostBatch extends ShardProcessor<ReceiptForm> {
    private static final long serialVersionUID = 1L;

    private transient Batch batch;
    private transient @Nullable ApplyChange<ReceiptForm> change;

    PostBatch() {
        this(new Batch("", 0, List.of()));
    }

    PostBatch(Batch batch) {
        this.batch = batch;
    }

    @Override
    public ReceiptForm process(Map.Entry<Integer, ShardForm> entry) {
        requireCopy(entry.getKey());
        Moment now = now();
        boolean lost = entry.getValue() == null;
        Shard shard = shard(entry, now);
        Shard.Outcome outcome = shard.post(batch, now);
        // A shard that begins anew must begin so at its backups, whatever the batch led to.
        Optional<ShardChange> told =
                lost ? Optional.of(shard.changeBy(batch, outcome.receipt()).beginning()) : outcome.change();
        change = told.<ApplyChange<ReceiptForm>>map(ApplyChange::new).orElse(null);
        return new ReceiptForm(outcome.receipt());
    }

    @Override
    public @Nullable EntryProcessor<Integer, ShardForm, ReceiptForm> getBackupProcessor() {
        return change;
    }

    @Override
    public int getClassId() {
        return GridForms.POST_BATCH;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        BatchWire.write(out, batch);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        batch = BatchWire.read(in);
    }
}
