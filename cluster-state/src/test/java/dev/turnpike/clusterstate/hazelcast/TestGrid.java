package dev.turnpike.clusterstate.hazelcast;

import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.MemberAttributeConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.RisingClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Several members in this process that form one grid on loopback, configured as in production but for how fast they
 * notice that one is gone. Members may be closed and opened at will; whatever is left is closed after the test.
 */
public final class TestGrid implements AfterEachCallback {
    private static final Duration LONG = Duration.ofSeconds(40);

    /** The time of the clocks that the grid makes. */
    public static final String START = "2026-01-01T00:00:30Z";

    private final String name = "test-" + UUID.randomUUID();
    private final int size;
    private final boolean stored;
    private final List<HazelcastClusterState> members = new ArrayList<>();

    /** @param size how many members the grid is meant to have */
    public TestGrid(int size) {
        this(size, /* stored= */ false);
    }

    /** @param stored whether somebody opens the shards with what a store remembers */
    public TestGrid(int size, boolean stored) {
        this.size = size;
        this.stored = stored;
    }

    /**
     * Settings of a member on loopback that notices soon when another is gone, and has patience with slow machines: who
     * is silent for half of the failure detection is no part of a quorum.
     */
    public static GridSettings settings(String clusterName, int size, int memberPort, List<String> members) {
        return settings(clusterName, size, memberPort, members, Duration.ofSeconds(20));
    }

    /** The same with another deadline. */
    public static GridSettings settings(
            String clusterName, int size, int memberPort, List<String> members, Duration deadline) {
        return settings(clusterName, size, memberPort, members, deadline, /* stored= */ false);
    }

    private static GridSettings settings(
            String clusterName, int size, int memberPort, List<String> members, Duration deadline, boolean stored) {
        return new GridSettings(
                clusterName,
                size,
                /* nodeName= */ "",
                "127.0.0.1",
                memberPort,
                members,
                /* memberDns= */ Optional.empty(),
                deadline,
                /* failureDetection= */ Duration.ofSeconds(6),
                /* coalesce= */ true,
                /* rememberExhausted= */ true,
                stored);
    }

    /** Opens one more member, which looks for those that are there. */
    public HazelcastClusterState open(InstantSource clock) {
        HazelcastClusterState member = HazelcastClusterState.open(own(/* port= */ 0, addresses()), clock);
        members.add(member);
        return member;
    }

    /** Opens one more member as earlier releases do, which say less of themselves; whoever opens it closes it. */
    HazelcastInstance openOlder() {
        Config config = GridConfig.of(own(/* port= */ 0, addresses()), new RisingClock(new MovingClock(START)));
        return Hazelcast.newHazelcastInstance(config.setMemberAttributeConfig(new MemberAttributeConfig()));
    }

    /** Opens one more member on a given port, which looks for the others at {@code addresses} alone. */
    public HazelcastClusterState open(int port, List<String> addresses) {
        HazelcastClusterState member = HazelcastClusterState.open(own(port, addresses), new MovingClock(START));
        members.add(member);
        return member;
    }

    /**
     * Opens members until as many are there as the grid is meant to have, and waits until all of them see so, and each
     * partition has its copies: before that, a member that is killed may take with it what was acknowledged.
     */
    public List<HazelcastClusterState> openAll() {
        while (members.size() < size) {
            open(new MovingClock(START));
        }
        awaitMembers(size);
        awaitCopies();
        return members();
    }

    /** The members that are open. */
    public List<HazelcastClusterState> members() {
        return List.copyOf(members);
    }

    /** Waits until every open member sees {@code count} members, and knows their registry if they are enough. */
    public void awaitMembers(int count) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> members.stream()
                        .allMatch(member -> member.health().members().size() == count
                                && member.health().available() == count >= size / 2 + 1
                                && (!member.health().available()
                                        || member.registry().known())));
    }

    /** Waits until each partition has all the copies that it is to have. */
    public void awaitCopies() {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> members.stream()
                        .allMatch(
                                member -> member.member().getPartitionService().isClusterSafe()));
    }

    /** Closes a member as a node that stops does. */
    public void close(HazelcastClusterState member) {
        members.remove(member);
        member.close();
    }

    /** Ends a member at once, as a killed process does: its connections close, and nothing is handed over. */
    public void kill(HazelcastClusterState member) {
        members.remove(member);
        member.terminate();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        members().forEach(this::kill);
    }

    private GridSettings own(int port, List<String> addresses) {
        return settings(name, size, port, addresses, Duration.ofSeconds(20), stored);
    }

    /** Where the open members listen. */
    public List<String> addresses() {
        return members.stream().map(HazelcastClusterState::address).toList();
    }
}
