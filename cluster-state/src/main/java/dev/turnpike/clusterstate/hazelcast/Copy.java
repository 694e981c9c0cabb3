package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.partition.PartitionReplica;
import com.hazelcast.spi.exception.RetryableHazelcastException;

/**
 * The copy of a partition at a second member. Hazelcast acknowledges a change that nobody copies, if there is nobody: a
 * member that was paused, and removes the others before it knows that it is the one that is alone, would spend for
 * itself.
 */
final class Copy {
    private Copy() {}

    /**
     * Makes the caller wait, and try again, until another member that is here keeps a copy.
     *
     * @throws RetryableHazelcastException if there is none
     */
    static void require(HazelcastInstance member, Object key) {
        Node node = ((HazelcastInstanceImpl) member).node;
        int partition = node.getPartitionService().getPartitionId(key);
        PartitionReplica copy =
                node.getPartitionService().getPartition(partition).getReplica(1);
        if (copy == null || node.getClusterService().getMember(copy.address(), copy.uuid()) == null) {
            throw new RetryableHazelcastException("nobody keeps a copy of shard " + partition + " at the moment");
        }
    }
}
