package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.HeartbeatAware;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import com.hazelcast.splitbrainprotection.impl.RecentlyActiveSplitBrainProtectionFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether enough members are there, of those that count. There are fewer seats than two quorums need, so that never two
 * parts of a cut network both have one, however many members there are. Who comes when all seats are taken counts
 * nowhere, for as long as it stays: if it took the seat of one who is gone, both parts of a cut could believe that.
 *
 * <p>Members that are silent are absent before any of them is removed. Counted by the member list instead, a minority
 * that removes one of the others before the next would have a quorum in between. Hazelcast calls it from one thread.
 */
final class Seats implements SplitBrainProtectionFunction, HeartbeatAware, MembershipListener {
    private final int seats;
    private final RecentlyActiveSplitBrainProtectionFunction active;
    private final Set<UUID> standing = ConcurrentHashMap.newKeySet();

    /** @param silence after how long a silent member is absent */
    Seats(int quorum, Duration silence) {
        this.seats = most(quorum);
        this.active = new RecentlyActiveSplitBrainProtectionFunction(quorum, Math.toIntExact(silence.toMillis()));
    }

    /** How many members there may be for all of them to count. */
    static int most(int quorum) {
        return 2 * quorum - 1;
    }

    /** Those of a running member of a cluster. */
    static Seats of(HazelcastInstance member) {
        SplitBrainProtectionConfig config = member.getConfig().getSplitBrainProtectionConfig(GridConfig.QUORUM);
        return (Seats) requireNonNull(config.getFunctionImplementation(), "seats");
    }

    /** Whether a member found no seat when it was first seen; any thread. */
    boolean isStanding(Member member) {
        return standing.contains(member.getUuid());
    }

    /** @param members in the order in which they came, which is the same at all of them */
    @Override
    public boolean apply(Collection<Member> members) {
        standing.retainAll(members.stream().map(Member::getUuid).toList());
        List<Member> seated = new ArrayList<>();
        for (Member member : members) {
            if (seated.size() == seats) {
                standing.add(member.getUuid());
            } else if (!standing.contains(member.getUuid())) {
                seated.add(member);
            }
        }
        return active.apply(seated);
    }

    @Override
    public void onHeartbeat(Member member, long timestamp) {
        active.onHeartbeat(member, timestamp);
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        active.memberAdded(event);
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        active.memberRemoved(event);
    }
}
