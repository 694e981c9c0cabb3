package dev.turnpike.gateway.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.audit.trail.RecordFilter;
import dev.turnpike.gateway.cli.admin.AdminClient;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeStatus;
import dev.turnpike.gateway.cli.status.StatusReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What all nodes of a cluster recorded, merged by time.
 *
 * <p>The operator's own program asks every node that the first one names. That a member names its own URL makes no
 * difference: a member that is asked gets the token wherever it is. But a node that passed tokens on would send those of
 * all operators to addresses that others name, unseen by them.
 *
 * @param newest the newest records, the last one is the newest of all, each with its {@code node}
 * @param missing nodes whose records are not here, or not all, and why; one line each
 * @param more nodes that have older ones that fit, or might
 * @param unreadable lines that are no JSON
 * @param dropped how many records the nodes could not write, as far as was looked
 */
public record ClusterTrail(
        List<JsonNode> newest, List<String> missing, List<String> more, long unreadable, long dropped) {
    private static final int MOST_AT_ONCE = 8;

    public ClusterTrail {
        newest = List.copyOf(newest);
        missing = List.copyOf(missing);
        more = List.copyOf(more);
    }

    /**
     * Asks them. Blocks.
     *
     * @param nodes asks the nodes how they are
     * @param management of any node
     * @param client of that node
     * @param most so many records
     * @throws AdminException if the node that was named does not answer, or refuses the operator
     */
    public static ClusterTrail read(
            StatusReader nodes, URI management, AdminClient client, RecordFilter filter, int most) {
        ClusterStatus status = nodes.read(management);
        NodeStatus first = status.nodes().get(0);
        if (!status.isReached()) {
            throw new AdminException(0, management + " does not answer: " + first.silence());
        }
        List<String> missing = new ArrayList<>();
        absent(status).ifPresent(missing::add);
        Map<NodeStatus, CompletableFuture<NodeTrail>> asked = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE);
        try {
            for (NodeStatus node : status.nodes()) {
                if (node.report().isEmpty()) {
                    missing.add(node.name() + " at " + node.management() + " does not answer: " + node.silence());
                } else {
                    AdminClient one = node.equals(first) ? client : client.at(URI.create(node.management()));
                    asked.put(node, CompletableFuture.supplyAsync(() -> NodeTrail.of(one, filter, most), threads));
                }
            }
            return merged(answers(asked, missing), missing, most);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, NodeTrail> answers(
            Map<NodeStatus, CompletableFuture<NodeTrail>> asked, List<String> missing) {
        Map<String, NodeTrail> trails = new LinkedHashMap<>();
        asked.forEach((node, trail) -> {
            try {
                trails.put(node.name(), trail.join());
            } catch (CompletionException failure) {
                if (trails.isEmpty() && failure.getCause() instanceof AdminException refused && isWrong(refused)) {
                    throw refused;
                }
                missing.add(node.name() + ": " + why(failure));
            }
        });
        return trails;
    }

    /** Whether it is the question, or who asks, that no node would answer. */
    private static boolean isWrong(AdminException refused) {
        return Set.of(401, 403, 422, 429).contains(refused.status());
    }

    private static Optional<String> absent(ClusterStatus status) {
        return status.nodes().get(0).report().map(NodeReport::grid).flatMap(grid -> {
            int absent = Math.max(grid.size(), grid.members().size())
                    - status.nodes().size();
            return absent > 0
                    ? Optional.of(absent + " of " + grid.size()
                            + (absent == 1 ? " nodes is not in the cluster" : " nodes are not in the cluster"))
                    : Optional.empty();
        });
    }

    private static String why(CompletionException failure) {
        return failure.getCause() instanceof AdminException refused
                ? String.valueOf(refused.getMessage())
                : "its answer cannot be used";
    }

    private static ClusterTrail merged(Map<String, NodeTrail> trails, List<String> missing, int most) {
        List<JsonNode> all = new ArrayList<>();
        List<String> more = new ArrayList<>();
        trails.forEach((node, trail) -> {
            all.addAll(trail.records());
            if (trail.more()) {
                more.add(node);
            }
        });
        all.sort(Comparator.comparing(record -> record.path("time").asText()));
        List<JsonNode> newest = all.subList(Math.max(0, all.size() - most), all.size());
        return new ClusterTrail(
                newest,
                missing,
                all.size() > most ? List.copyOf(trails.keySet()) : more,
                trails.values().stream().mapToLong(NodeTrail::unreadable).sum(),
                trails.values().stream().mapToLong(NodeTrail::dropped).sum());
    }
}
