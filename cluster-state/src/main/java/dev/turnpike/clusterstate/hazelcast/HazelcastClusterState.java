package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster state in a Hazelcast member of this process, which meets those of other nodes. */
public final class HazelcastClusterState implements ClusterState {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastClusterState.class);

    private final HazelcastInstance member;
    private final GridCalls calls;
    private final QuotaGrid quota;
    private final HazelcastRegistry registry;
    private final GridWatch watch;
    private final PatientCalls patient;
    private final ApprovalNews news;
    private final ApprovalDesk approvals;
    private final KeyRing keys;
    private final Originals originals;

    private HazelcastClusterState(
            GridSettings settings, HazelcastInstance member, GridCalls calls, Executor departures) {
        this.member = member;
        this.calls = calls;
        this.registry = new HazelcastRegistry(member, calls);
        this.patient = new PatientCalls(settings.deadline());
        this.quota = QuotaGrid.open(
                member,
                patient,
                new QuotaGrid.Options(
                        settings.coalesce(), settings.rememberExhausted(), settings.deadline(), departures),
                System::nanoTime);
        this.news = new ApprovalNews(member);
        this.approvals = new HazelcastApprovalDesk(member, patient, news);
        this.keys = new HazelcastKeyRing(member, patient, System::nanoTime);
        this.originals = new GridOriginals(member, calls, registry, quota::isFounded);
        this.watch = new GridWatch(settings, member, registry, quota::isFounded);
    }

    /**
     * Starts a member and looks for the others; takes a few seconds, and blocks for it. It does not wait for the
     * others: {@link ClusterHealth#available} tells when enough are there, and {@link Registry#known} when the cluster's
     * documents have been read.
     *
     * @param clock the time of the counters and approvals that this member owns
     * @param departures runs tasks on the calling thread, now or when it has done what it is at: spends that it makes
     *     until then travel together
     * @throws IllegalStateException if the JVM was started in a way that the grid cannot work with
     * @throws StateUnavailableException if the member cannot start, or is one too many
     */
    public static HazelcastClusterState open(GridSettings settings, InstantSource clock, Executor departures) {
        requireParallelism(ForkJoinPool.getCommonPoolParallelism());
        GridCalls calls = new GridCalls(settings.deadline());
        try {
            if (settings.size() == 2) {
                LOG.warn("a cluster of 2 nodes stops spending limits when either is gone; 3 nodes go on without one");
            }
            HazelcastInstance member = Joining.join(settings, new RisingClock(clock));
            HazelcastClusterState state = new HazelcastClusterState(settings, member, calls, departures);
            state.watch.start();
            return state;
        } catch (StateUnavailableException e) {
            calls.close();
            throw e;
        } catch (HazelcastException | IllegalStateException e) {
            calls.close();
            throw new StateUnavailableException(
                    "the grid member cannot start on `" + settings.memberHost() + ":" + settings.memberPort() + "`: "
                            + e.getMessage(),
                    e);
        }
    }

    /** As above, where each spend that meets nobody leaves at once. */
    public static HazelcastClusterState open(GridSettings settings, InstantSource clock) {
        return open(settings, clock, Runnable::run);
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

    @Override
    public ApprovalDesk approvals() {
        return approvals;
    }

    @Override
    public KeyRing keys() {
        return keys;
    }

    /** What the grid holds, for those who keep durable copies of it. */
    public Originals originals() {
        return originals;
    }

    @Override
    public ClusterHealth health() {
        return watch.health();
    }

    @Override
    public void report(String agent, String management) {
        watch.report(agent, management);
    }

    HazelcastInstance member() {
        return member;
    }

    /** Where other members connect to this one. */
    String address() {
        return GridWatch.text(member.getCluster().getLocalMember());
    }

    /** Ends the member at once and hands nothing over. */
    void terminate() {
        member.getLifecycleService().terminate();
        release();
    }

    /** Hands this member's data to the others, if there are any, and leaves; blocks while it does. */
    @Override
    public void close() {
        member.shutdown();
        release();
    }

    private void release() {
        quota.close();
        patient.close();
        news.close();
        watch.close();
        calls.close();
    }
}
