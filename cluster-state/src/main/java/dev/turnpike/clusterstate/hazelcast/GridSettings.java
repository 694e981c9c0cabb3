package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What differs between the grids of different installations, and between their members.
 *
 * @param clusterName members of other names never meet
 * @param size how many members the cluster is meant to have; more than half of them must be there
 * @param nodeName what status and metrics call this member; empty for {@code memberHost:memberPort}
 * @param memberHost the address to listen on for members, and that they connect to; whoever reaches it can read and
 *     change everything, so it must be private to them
 * @param memberPort the port to listen on, or 0 for any that is free
 * @param members where to look for other members: {@code host} or {@code host:port}
 * @param memberDns a name whose addresses are those of members, at {@code memberPort}; asked again and again
 * @param deadline how long a call waits for the grid before it fails, at least 1 ms
 * @param failureDetection after how long a silent member counts as gone; whole seconds, at least 2
 * @param coalesce whether concurrent spends travel together
 * @param rememberExhausted whether exhausted counters are remembered locally for a moment
 * @param stored whether what the grid holds is also kept in a store, and read back from there where it is missing; the
 *     same for all members
 */
public record GridSettings(
        String clusterName,
        int size,
        String nodeName,
        String memberHost,
        int memberPort,
        List<String> members,
        Optional<String> memberDns,
        Duration deadline,
        Duration failureDetection,
        boolean coalesce,
        boolean rememberExhausted,
        boolean stored) {
    public GridSettings {
        requireNonNull(clusterName, "clusterName");
        requireNonNull(nodeName, "nodeName");
        requireNonNull(memberHost, "memberHost");
        requireNonNull(memberDns, "memberDns");
        members = List.copyOf(members);
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
        }
        if (memberPort < 0 || memberPort > 65_535) {
            throw new IllegalArgumentException("memberPort: " + memberPort + " (expected: 0 to 65535)");
        }
        if (deadline.toMillis() < 1) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: >= 1 ms)");
        }
        if (failureDetection.toSeconds() < 2) {
            throw new IllegalArgumentException("failureDetection: " + failureDetection + " (expected: >= 2 s)");
        }
    }

    /** A grid of one member that only this machine can reach. */
    public static GridSettings singleMember() {
        return new GridSettings(
                "turnpike",
                /* size= */ 1,
                /* nodeName= */ "",
                "127.0.0.1",
                /* memberPort= */ 0,
                /* members= */ List.of(),
                /* memberDns= */ Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                /* coalesce= */ true,
                /* rememberExhausted= */ true,
                /* stored= */ false);
    }

    /** The fewest members that may spend: more than half of the size. */
    public int quorum() {
        return size / 2 + 1;
    }
}
