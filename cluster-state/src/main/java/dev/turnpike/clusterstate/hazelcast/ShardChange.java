package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import java.util.Map;

/**
 * What a batch changed in a shard: results, not commands, so that backups need no clock and may apply it twice.
 *
 * @param begins whether the shard was made for this batch, so that a backup without it may make it too; any other one
 *     without it has missed something, and must not pass for whole
 * @param latestMillis the shard's time afterwards
 * @param counters of each owner that the batch touched, as they are afterwards
 * @param caller of the batch
 * @param receipt of the batch
 */
record ShardChange(
        boolean begins, long latestMillis, Map<CounterOwner, OwnerCounters> counters, String caller, Receipt receipt) {
    ShardChange beginning() {
        return new ShardChange(/* begins= */ true, latestMillis, counters, caller, receipt);
    }
}
