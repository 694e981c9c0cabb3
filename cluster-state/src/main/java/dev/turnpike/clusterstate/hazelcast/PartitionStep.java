package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.RisingClock;
import org.jspecify.annotations.Nullable;

/**
 * One step of an entry, on the thread of its partition at the member that owns it and by that member's clock. Must stay
 * short: everything of the partition waits behind it.
 */
abstract class PartitionStep<K, V, R> implements EntryProcessor<K, V, R>, HazelcastInstanceAware, GridForm {
    private static final long serialVersionUID = 1L;

    private transient @Nullable HazelcastInstance member;

    @Override
    public final void setHazelcastInstance(HazelcastInstance member) {
        this.member = member;
    }

    final Moment now() {
        return ((RisingClock) requireNonNull(context(GridConfig.CLOCK))).now();
    }

    /** Throws, so that the caller tries again, where a change would be kept by this member alone but must not be. */
    final void requireCopy(Object key) {
        if (context(GridConfig.COPIED) != null) {
            Copy.require(requireNonNull(member), key);
        }
    }

    /** Throws, so that the caller tries again, where what is missing is kept elsewhere and will be read back. */
    final void requireReadBack(Object key) {
        if (context(GridConfig.STORED) != null) {
            throw new RetryableHazelcastException("shard " + key + " has not been read back yet");
        }
    }

    /** Whether it runs at the member with that id. */
    final boolean isAt(String id) {
        return requireNonNull(member)
                .getCluster()
                .getLocalMember()
                .getUuid()
                .toString()
                .equals(id);
    }

    private @Nullable Object context(String name) {
        return requireNonNull(member).getUserContext().get(name);
    }
}
