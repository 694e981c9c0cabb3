package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Moment;
import java.util.Map;

/** One step of a shard. */
abstract class ShardProcessor<R> extends PartitionStep<Integer, ShardForm, R> {
    private static final long serialVersionUID = 1L;

    /**
     * The shard of the entry. Every shard was stored when the cluster began, so one that is not there was lost with all
     * its copies; where there is a store, it is read back from there.
     */
    final Shard shard(Map.Entry<Integer, ShardForm> entry, Moment now) {
        ShardForm stored = entry.getValue();
        if (stored == null) {
            requireReadBack(entry.getKey());
            stored = new ShardForm(Shard.afterLoss(now));
            entry.setValue(stored);
        }
        return stored.shard();
    }
}
