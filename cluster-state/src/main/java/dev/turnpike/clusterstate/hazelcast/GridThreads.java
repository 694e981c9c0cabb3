package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.internal.util.executor.HazelcastManagedThread;
import java.util.concurrent.ForkJoinPool;

/** Where answers of the grid are heard. */
final class GridThreads {
    private GridThreads() {}

    /** Runs the task at once, but elsewhere on Hazelcast's own threads, which must not send anything. */
    static void outsideOfHazelcast(Runnable task) {
        if (Thread.currentThread() instanceof HazelcastManagedThread) {
            ForkJoinPool.commonPool().execute(task);
        } else {
            task.run();
        }
    }
}
