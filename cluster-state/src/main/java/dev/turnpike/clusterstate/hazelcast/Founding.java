package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.map.IMap;
import java.util.List;

/**
 * How a cluster begins: every shard is stored, empty, before anybody spends. From then on a shard that is missing was
 * lost with all its copies. The mark that this was done is kept by as many members as Hazelcast can, so that it
 * outlives the loss of all but one.
 */
final class Founding {
    private static final String KEY = "cluster";
    private static final String BEGUN = "begun";
    private static final String DONE = "done";

    private final IMap<String, String> marks;
    private final IMap<Integer, ShardForm> quota;
    private final List<Integer> shards;
    private volatile boolean done;

    Founding(IMap<String, String> marks, IMap<Integer, ShardForm> quota, List<Integer> shards) {
        this.marks = marks;
        this.quota = quota;
        this.shards = shards;
    }

    boolean isDone() {
        return done;
    }

    /**
     * Founds the cluster, unless that has been done; goes on where somebody stopped half-way. Blocks.
     *
     * @throws RuntimeException if the grid cannot be reached, or too few members are there
     */
    void complete() {
        String mark = marks.putIfAbsent(KEY, BEGUN);
        if (!DONE.equals(mark)) {
            shards.forEach(shard -> quota.executeOnKey(shard, new OpenShard()));
            marks.set(KEY, DONE);
        }
        done = true;
    }
}
