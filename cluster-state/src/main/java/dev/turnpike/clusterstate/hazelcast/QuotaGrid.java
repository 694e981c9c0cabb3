package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import dev.turnpike.clusterstate.QuotaLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counters of the cluster as one node reaches them, and the thread that looks after them. */
final class QuotaGrid implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaGrid.class);
    private static final long TICK_MILLIS = 20;
    private static final long FOUND_MILLIS = 200;
    private static final long SWEEP_MILLIS = 5_000;
    private static final int SWEPT_IN_SHARD = 5_000;

    private final Founding founding;
    private final Lanes lanes;
    private final ExhaustedCounters exhausted;
    private final QuotaLedger ledger;
    private final ScheduledThreadPoolExecutor timer;

    private QuotaGrid(HazelcastInstance member, PatientCalls calls, Options options, LongSupplier nanos) {
        String node = member.getCluster().getLocalMember().getUuid().toString();
        IMap<Integer, ShardForm> quota = member.getMap(GridConfig.QUOTA);
        List<Integer> shards = shards(member.getPartitionService());
        IMap<String, String> marks = member.getMap(GridConfig.FOUNDING);
        this.founding = member.getUserContext().containsKey(GridConfig.STORED)
                ? Founding.fromStore(marks, quota, member.getMap(GridConfig.APPROVALS), shards)
                : Founding.anew(marks, quota, shards);
        this.lanes = new Lanes(quota, shards, founding, node, options, nanos);
        this.exhausted = new ExhaustedCounters(nanos);
        this.ledger = new HazelcastQuotaLedger(lanes, calls, node, exhausted, options.remembers, nanos);
        this.timer = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "turnpike-quota");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * How spends travel.
     *
     * @param coalesces whether concurrent spends travel together
     * @param remembers whether exhausted counters are remembered for a moment
     * @param deadline how long a spend waits for its answer
     * @param departures runs tasks on the calling thread, now or when it has done what it is at
     */
    record Options(boolean coalesces, boolean remembers, Duration deadline, Executor departures) {}

    /** Begins to look after the counters, and to found the cluster where nobody did yet; waits for a first try. */
    static QuotaGrid open(HazelcastInstance member, PatientCalls calls, Options options, LongSupplier nanos) {
        QuotaGrid grid = new QuotaGrid(member, calls, options, nanos);
        guarded(grid::found).run();
        grid.every(FOUND_MILLIS, grid::found);
        grid.every(TICK_MILLIS, grid.lanes::tick);
        grid.every(SWEEP_MILLIS, grid::sweep);
        return grid;
    }

    QuotaLedger ledger() {
        return ledger;
    }

    LaneFigures figures() {
        return lanes.figures();
    }

    /** Whether the cluster has been founded, so far as this node knows. */
    boolean isFounded() {
        return founding.isDone();
    }

    /** To be closed after the member: what waits for another try then fails with it, and nobody waits for ever. */
    @Override
    public void close() {
        timer.shutdownNow();
        lanes.tick();
    }

    private void found() {
        if (!founding.isDone()) {
            founding.complete();
        }
    }

    private void sweep() {
        exhausted.sweep();
        lanes.sweep(SWEPT_IN_SHARD);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures are handled inside
    private void every(long millis, Runnable task) {
        timer.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** What fails is tried again the next time; until the cluster is complete, most does. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.debug("the counters could not be looked after: {}", failure.toString());
            }
        };
    }

    /** A key of each partition: the smallest number that belongs to it, so that all nodes find the same. */
    static List<Integer> shards(PartitionService partitions) {
        int size = partitions.getPartitions().size();
        List<Integer> keys = new ArrayList<>(Collections.nCopies(size, null));
        int missing = size;
        for (int key = 0; missing > 0; key++) {
            int partition = partitions.getPartition(key).getPartitionId();
            if (keys.get(partition) == null) {
                keys.set(partition, key);
                missing--;
            }
        }
        return keys;
    }
}
