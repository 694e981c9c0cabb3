package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.InstantSource;
import java.util.concurrent.ForkJoinPool;

/** A cluster state in a Hazelcast member of this process. */
public final class HazelcastClusterState implements ClusterState {
    private final HazelcastInstance member;
    private final GridCalls calls;
    private final QuotaGrid quota;
    private final Registry registry;

    private HazelcastClusterState(HazelcastInstance member, GridCalls calls, GridSettings settings) {
        this.member = member;
        this.calls = calls;
        this.registry = HazelcastRegistry.open(member.getMap(GridConfig.REGISTRY), calls);
        this.quota =
                QuotaGrid.open(member, new QuotaGrid.Options(true, true, settings.callDeadline()), System::nanoTime);
    }

    /**
     * Starts a member; takes a second or so, and blocks for it.
     *
     * @param clock the time of the counters that this member owns
     * @throws IllegalStateException if the JVM was started in a way that the grid cannot work with
     * @throws StateUnavailableException if the member cannot start
     */
    public static HazelcastClusterState open(GridSettings settings, InstantSource clock) {
        requireParallelism(ForkJoinPool.getCommonPoolParallelism());
        GridCalls calls = new GridCalls(settings.callDeadline());
        try {
            HazelcastInstance member = Hazelcast.newHazelcastInstance(GridConfig.of(settings, new RisingClock(clock)));
            return new HazelcastClusterState(member, calls, settings);
        } catch (HazelcastException | IllegalStateException e) {
            calls.close();
            throw new StateUnavailableException(
                    "the grid member cannot start on `" + settings.bindAddress() + ":" + settings.port() + "`: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Hazelcast completes its answers on the common pool, and starts a thread for each answer where that pool has fewer
     * than two workers, as is the default on two cores. Executors of one's own do not avoid it.
     */
    static void requireParallelism(int commonPoolParallelism) {
        if (commonPoolParallelism < 2) {
            throw new IllegalStateException("java.util.concurrent.ForkJoinPool.common.parallelism: "
                    + commonPoolParallelism + " (expected: >= 2); start Java with"
                    + " -Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
        }
    }

    @Override
    public QuotaLedger ledger() {
        return quota.ledger();
    }

    @Override
    public Registry registry() {
        return registry;
    }

    /** Hands this member's data to the others, if there are any, and leaves; blocks while it does. */
    @Override
    public void close() {
        quota.close();
        member.shutdown();
        calls.close();
    }
}
