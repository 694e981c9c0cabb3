package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a member joins the others: only where there is a seat for it. */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** How long the others may take to see that a member has left. */
    private static final Duration LEFT = Duration.ofSeconds(1);

    private Joining() {}

    /**
     * Starts a member. Where all {@link Seats} are taken, it waits until one that is gone was given up, and joins anew;
     * until then it does not count. Blocks.
     *
     * @throws StateUnavailableException if the cluster has as many members as it may have
     */
    static HazelcastInstance join(GridSettings settings, RisingClock clock) {
        int most = Seats.most(settings.quorum());
        long until =
                System.nanoTime() + settings.failureDetection().multipliedBy(2).toNanos();
        while (true) {
            HazelcastInstance member = Hazelcast.newHazelcastInstance(GridConfig.of(settings, clock));
            if (settings.size() == 1 || isSeated(member, most)) {
                return member;
            }
            LOG.warn("the cluster has {} members already; waiting for one of them to go", most);
            boolean free = awaitSeat(member, most, until);
            member.shutdown();
            if (!free) {
                throw new StateUnavailableException("cluster-size: " + settings.size() + " (expected: >= the number of"
                        + " nodes; " + most + " others are there already); stop one of them, or raise it at all nodes");
            }
            LockSupport.parkNanos(LEFT.toNanos());
        }
    }

    private static boolean awaitSeat(HazelcastInstance member, int most, long untilNanos) {
        while (members(member).size() > most
                && System.nanoTime() - untilNanos < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return members(member).size() <= most;
    }

    private static boolean isSeated(HazelcastInstance member, int most) {
        Member self = member.getCluster().getLocalMember();
        return members(member).indexOf(self) < most && !Seats.of(member).isStanding(self);
    }

    private static List<Member> members(HazelcastInstance member) {
        return List.copyOf(member.getCluster().getMembers());
    }
}
