package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
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

    private @Nullable Object context(String name) {
        return requireNonNull(member).getUserContext().get(name);
    }
}
