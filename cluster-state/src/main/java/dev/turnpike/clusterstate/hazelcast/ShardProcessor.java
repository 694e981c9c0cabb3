package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.RisingClock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a shard, on the thread of its partition at the member that owns it and by that member's clock. Must stay
 * short: everything of the partition waits behind it.
 */
abstract class ShardProcessor<R> implements EntryProcessor<Integer, ShardForm, R>, HazelcastInstanceAware, GridForm {
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
    final void requireCopy(Integer shard) {
        if (context(GridConfig.COPIED) != null) {
            Copy.require(requireNonNull(member), shard);
        }
    }

    private @Nullable Object context(String name) {
        return requireNonNull(member).getUserContext().get(name);
    }

    /**
     * The shard of the entry. Every shard was stored when the cluster began, so one that is not there was lost with all
     * its copies.
     */
    static Shard shard(Map.Entry<Integer, ShardForm> entry, Moment now) {
        ShardForm stored = entry.getValue();
        if (stored == null) {
            stored = new ShardForm(Shard.afterLoss(now));
            entry.setValue(stored);
        }
        return stored.shard();
    }
}
