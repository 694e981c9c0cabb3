package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.ClusterHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the grid once a second, and whenever members come or go. One thread looks at what this member knows, and
 * keeps the health that others read. A second one talks to the others, and may have to wait for them: it follows the
 * registry, tells of this node and asks for theirs. A third one asks for their copies: where a member goes in that moment,
 * Hazelcast waits for its answer for many seconds.
 */
final class GridWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GridWatch.class);
    /** How long what a node said of itself is believed; it says so again long before. */
    private static final long REPORT_SECONDS = 30;

    private final GridSettings settings;
    private final HazelcastInstance member;
    private final HazelcastRegistry registry;
    private final BooleanSupplier founded;
    private final IMap<String, NodeReport> nodes;
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = daemon("turnpike-grid-watch");
    private final ScheduledExecutorService talks = daemon("turnpike-grid-talk");
    private final ScheduledExecutorService copies = daemon("turnpike-grid-copies");
    private final AtomicBoolean merged = new AtomicBoolean();
    private final boolean exposed;
    private volatile boolean safe;
    private volatile @Nullable NodeReport report;
    private volatile Map<String, NodeReport> reports = Map.of();
    private volatile ClusterHealth health;

    /** @param founded whether the cluster has begun to count */
    GridWatch(GridSettings settings, HazelcastInstance member, HazelcastRegistry registry, BooleanSupplier founded) {
        this.exposed = Exposure.of(member.getCluster().getLocalMember());
        this.founded = founded;
        this.settings = settings;
        this.member = member;
        this.registry = registry;
        this.nodes = member.getMap(GridConfig.NODES);
        this.health = look();
    }

    void start() {
        member.getCluster().addMembershipListener(new ComingAndGoing());
        member.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.MERGED) {
                LOG.warn("this node was apart from the cluster and follows it again");
                merged.set(true);
                registry.doubt();
                lost.clear();
            }
            soon();
        });
        member.getMap(GridConfig.QUOTA).addPartitionLostListener(event -> {
            if (lost.add(event.getPartitionId())) {
                LOG.warn(
                        "shard {} of the limits and of the approvals was lost with all its copies",
                        event.getPartitionId());
            }
        });
        everySecond(looks, this::lookAgain);
        everySecond(talks, this::talk);
        everySecond(copies, this::askForCopies);
    }

    ClusterHealth health() {
        return health;
    }

    void report(String agent, String management) {
        report = new NodeReport(name(), agent, management);
        soon();
    }

    @Override
    public void close() {
        looks.shutdownNow();
        talks.shutdownNow();
        copies.shutdownNow();
        health = look();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // as in everySecond
    private void soon() {
        try {
            looks.execute(this::lookAgain);
            talks.execute(this::talk);
            copies.execute(this::askForCopies);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the grid is closed");
        }
    }

    private void lookAgain() {
        try {
            health = look();
        } catch (RuntimeException e) {
            LOG.debug("the grid could not be looked at", e);
        }
    }

    private void talk() {
        try {
            if (look().available()) {
                boolean anew = merged.getAndSet(false);
                try {
                    registry.refresh(anew);
                } catch (RuntimeException e) {
                    merged.compareAndSet(false, anew);
                    throw e;
                }
                exchangeReports();
            }
        } catch (RuntimeException e) {
            LOG.debug("the other members were not reached", e);
        }
        lookAgain();
    }

    private void askForCopies() {
        try {
            safe = look().available() && member.getPartitionService().isClusterSafe();
        } catch (RuntimeException e) {
            safe = false;
            LOG.debug("the members' copies are not known", e);
        }
        lookAgain();
    }

    private void exchangeReports() {
        NodeReport own = report;
        if (own != null) {
            nodes.set(key(member.getCluster().getLocalMember()), own, REPORT_SECONDS, TimeUnit.SECONDS);
        }
        reports = Map.copyOf(nodes.getAll(
                member.getCluster().getMembers().stream().map(GridWatch::key).collect(Collectors.toSet())));
    }

    private static String key(Member member) {
        return member.getUuid().toString();
    }

    private ClusterHealth look() {
        boolean running = member.getLifecycleService().isRunning();
        List<ClusterHealth.Member> members = running ? members() : List.of();
        boolean available = running && founded.getAsBoolean() && hasQuorum(members.size());
        return new ClusterHealth(
                "hazelcast",
                settings.clusterName(),
                settings.size(),
                settings.quorum(),
                available,
                available && safe,
                GridConfig.SHARDS,
                lost.size(),
                exposed,
                members);
    }

    private boolean hasQuorum(int members) {
        return settings.size() == 1
                || (members >= settings.quorum()
                        && member.getSplitBrainProtectionService()
                                .getSplitBrainProtection(GridConfig.QUORUM)
                                .hasMinimumSize());
    }

    private List<ClusterHealth.Member> members() {
        List<ClusterHealth.Member> members = new ArrayList<>();
        for (Member each : member.getCluster().getMembers()) {
            String address = text(each);
            NodeReport said = each.localMember() ? report : reports.get(key(each));
            NodeReport known = said == null ? new NodeReport(each.localMember() ? name() : address, "", "") : said;
            members.add(new ClusterHealth.Member(
                    known.name(), address, known.agent(), known.management(), each.localMember()));
        }
        return members;
    }

    private String name() {
        if (!settings.nodeName().isEmpty()) {
            return settings.nodeName();
        }
        return text(member.getCluster().getLocalMember());
    }

    /** The address of a member's port. */
    static String text(Member member) {
        String host = member.getAddress().getHost();
        return (host.contains(":") ? "[" + host + "]" : host) + ":"
                + member.getAddress().getPort();
    }

    /** The task catches what it throws, so its future tells nothing. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void everySecond(ScheduledExecutorService thread, Runnable task) {
        thread.scheduleWithFixedDelay(task, 0, 1, TimeUnit.SECONDS);
    }

    private static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private final class ComingAndGoing implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            int most = Seats.most(settings.quorum());
            if (event.getMembers().size() > most) {
                LOG.warn(
                        "{} nodes are here; {} of them count: stop one, or raise `cluster-size` at all nodes",
                        event.getMembers().size(),
                        most);
            }
            soon();
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            soon();
        }
    }
}
