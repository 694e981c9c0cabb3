package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.EntryProcessor;
import dev.turnpike.clusterstate.Docket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a docket. Backups receive what it led to rather than the step, because their clock is another one; and
 * nothing if nothing changed.
 *
 * <p>A docket that is not there is an empty one, whether nobody asked yet or it was lost with all its copies: nobody can
 * make a call by an approval that is not known. Where there is a store, it is read back from there first.
 */
abstract class DocketStep<R> extends PartitionStep<Integer, DocketForm, R> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ChangeDocket<R> change;

    @Override
    public final R process(Map.Entry<Integer, DocketForm> entry) {
        requireCopy(entry.getKey());
        DocketForm stored = entry.getValue();
        if (stored == null) {
            requireReadBack(entry.getKey());
        }
        DocketForm form = stored == null ? new DocketForm() : stored;
        Step<R> step = step(form, now().latestMillis());
        if (step.change().isEmpty()) {
            change = null;
        } else {
            change = new ChangeDocket<>(step.change());
            if (stored == null) {
                entry.setValue(form);
            }
        }
        return step.answer();
    }

    /** The answer, and what the backups must know. */
    record Step<R>(R answer, Docket.Change change) {}

    abstract Step<R> step(DocketForm form, long nowMillis);

    @Override
    public final @Nullable EntryProcessor<Integer, DocketForm, R> getBackupProcessor() {
        return change;
    }
}
