package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.IMap;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * How a cluster begins: every shard is stored, empty or with what a store remembers, before anybody spends. From then on
 * a shard that is missing was lost with all its copies. The mark that this was done is kept by as many members as Hazelcast can, so that it
 * outlives the loss of all but one.
 */
final class Founding {
    private static final String KEY = "cluster";
    private static final String BEGUN = "begun";
    private static final String DONE = "done";

    private final IMap<String, String> marks;
    private final BooleanSupplier opening;
    private volatile boolean done;

    /** @param opening opens the shards that are not there, or tells that whoever does has not done so yet */
    private Founding(IMap<String, String> marks, BooleanSupplier opening) {
        this.marks = marks;
        this.opening = opening;
    }

    /** Of a cluster that remembers nothing from before. */
    static Founding anew(IMap<String, String> marks, IMap<Integer, ShardForm> quota, List<Integer> shards) {
        return new Founding(marks, () -> {
            shards.forEach(shard -> quota.executeOnKey(shard, new OpenShard()));
            return true;
        });
    }

    /** Of a cluster whose shards and dockets others open with what a store remembers. */
    static Founding fromStore(
            IMap<String, String> marks,
            IMap<Integer, ShardForm> quota,
            IMap<Integer, DocketForm> dockets,
            List<Integer> shards) {
        return new Founding(
                marks, () -> shards.stream().allMatch(shard -> quota.containsKey(shard) && dockets.containsKey(shard)));
    }

    boolean isDone() {
        return done;
    }

    /**
     * Founds the cluster, unless that has been done or is not possible yet; goes on where somebody stopped half-way.
     * Blocks.
     *
     * @throws RuntimeException if the grid cannot be reached, or too few members are there
     */
    void complete() {
        String mark = marks.putIfAbsent(KEY, BEGUN);
        if (!DONE.equals(mark)) {
            if (!opening.getAsBoolean()) {
                return;
            }
            marks.set(KEY, DONE);
        }
        done = true;
    }
}
