package dev.turnpike.gateway.cli.status;

import dev.turnpike.gateway.cli.status.NodeReport.Member;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at one cluster again and again. A node that was seen once is asked on, also when no other names it any more, so
 * that it does not vanish unseen. Confined to one thread.
 */
public final class ClusterWatch {
    /** How often a node may stay silent, and unnamed, until nobody misses it any more: it was replaced by another. */
    private static final int MOST_SILENCES = 150;

    private final StatusReader reader;
    private final String management;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private String first = "node";

    /**
     * A watch that has not looked yet.
     *
     * @param management where the node is asked that names the others, without path
     */
    public ClusterWatch(StatusReader reader, URI management) {
        this.reader = reader;
        this.management = management.toString();
    }

    /** A node that was there once. */
    private record Seen(Member member, int silences) {}

    /** How the cluster is now. Blocks. */
    public ClusterStatus look() {
        List<Member> known = seen.values().stream().map(Seen::member).toList();
        ClusterStatus status = reader.read(first, management, known);
        NodeStatus asked = status.nodes().get(0);
        first = asked.report().isPresent() ? asked.name() : first;
        remember(status);
        return status;
    }

    private void remember(ClusterStatus status) {
        Map<String, Member> named = new LinkedHashMap<>();
        status.reports()
                .flatMap(report -> report.grid().members().stream())
                .forEach(member -> named.merge(
                        member.name(), member, (one, other) -> one.management().isEmpty() ? other : one));
        for (NodeStatus node : status.nodes()) {
            if (node.report().isEmpty() && !named.containsKey(node.name())) {
                seen.computeIfPresent(node.name(), (name, old) -> new Seen(old.member(), old.silences() + 1));
            }
        }
        named.values().stream()
                .filter(member -> !member.management().isEmpty() || !seen.containsKey(member.name()))
                .forEach(member -> seen.put(member.name(), new Seen(member, /* silences= */ 0)));
        List<String> forgotten = new ArrayList<>();
        seen.forEach((name, node) -> {
            if (node.silences() > MOST_SILENCES) {
                forgotten.add(name);
            }
        });
        forgotten.forEach(seen::remove);
    }
}
