package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.RisingClock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of an owner's counters, on the partition thread of the member that owns them and by that member's clock. Must
 * stay short: every key of the partition waits behind it. Backups receive the resulting counters rather than this
 * command, because replaying it by another clock could give another answer; and nothing if nothing changed.
 */
abstract class QuotaProcessor<R> implements EntryProcessor<String, CountersForm, R>, HazelcastInstanceAware, GridForm {
    private static final long serialVersionUID = 1L;

    /** How much longer than its windows an entry is kept, because the clocks of members differ. */
    private static final long GRACE_MILLIS = Duration.ofHours(1).toMillis();

    private transient @Nullable RisingClock clock;
    private transient @Nullable SetCounters<R> change;

    /** The counters after a step, the same object if it changed nothing, and the answer to the caller. */
    record Step<R>(OwnerCounters after, R answer) {}

    abstract Step<R> step(OwnerCounters before, Moment now);

    @Override
    public final R process(Map.Entry<String, CountersForm> entry) {
        OwnerCounters before = CountersForm.counters(entry.getValue());
        Moment now = requireNonNull(clock).now();
        Step<R> step = step(before, now);
        OwnerCounters after = step.after();
        change = null;
        if (after != before) {
            long ttlMillis = Math.max(0, after.endMillis() - now.clockMillis()) + GRACE_MILLIS;
            change = new SetCounters<>(new CountersForm(after), ttlMillis);
            change.process(entry);
        }
        return step.answer();
    }

    @Override
    public final @Nullable EntryProcessor<String, CountersForm, R> getBackupProcessor() {
        return change;
    }

    @Override
    public final void setHazelcastInstance(HazelcastInstance member) {
        clock = (RisingClock) member.getUserContext().get(GridConfig.CLOCK);
    }
}
