package dev.turnpike.gateway.cli.status;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.status.NodeReport.Counter;
import dev.turnpike.gateway.cli.status.NodeReport.Grid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the nodes of a cluster said, taken together.
 *
 * @param nodes the one that was asked first, then the members that it named
 */
public record ClusterStatus(List<NodeStatus> nodes) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public ClusterStatus {
        nodes = List.copyOf(nodes);
    }

    /** Whether the node that was asked first has answered. */
    public boolean isReached() {
        return nodes.get(0).report().isPresent();
    }

    /** Whether any node has. */
    public boolean isAnyReached() {
        return seen().isPresent();
    }

    public boolean isWell() {
        return problems().isEmpty();
    }

    /** What is not as it should be, one line each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (NodeStatus node : nodes) {
            node.report()
                    .ifPresentOrElse(
                            report -> {
                                if (!report.notReady().isEmpty()) {
                                    problems.add(node.name() + " is not ready: " + report.notReady());
                                }
                            },
                            () -> problems.add(
                                    node.name() + " at " + node.management() + " does not answer: " + node.silence()));
        }
        reports().forEach(report -> about(report, problems));
        if (reports().map(NodeReport::revision).distinct().count() > 1) {
            problems.add("the nodes know different revisions of the registry");
        }
        return problems.stream().distinct().toList();
    }

    private static void about(NodeReport report, List<String> problems) {
        Grid grid = report.grid();
        int missing = grid.size() - grid.members().size();
        if (missing > 0) {
            problems.add(report.name() + " sees " + grid.members().size() + " of " + grid.size() + " members: "
                    + missing + (missing == 1 ? " is" : " are") + " missing");
        }
        if (!grid.available()) {
            problems.add(
                    report.name() + " cannot spend limits: the grid is not available (quorum " + grid.quorum() + ")");
        }
        if (!grid.partitionsSafe()) {
            problems.add(report.name() + " sees partitions without a backup");
        }
        if (grid.exposed()) {
            problems.add(
                    report.name() + " has its member port on a public address: whoever reaches it controls the grid");
        }
        if (!report.storeProblem().isEmpty()) {
            problems.add(report.name() + " does not reach the store, and refuses changes: " + report.storeProblem());
        }
        if (grid.lostShards() > 0) {
            problems.add("the state of " + grid.lostShards() + " of " + grid.shards()
                    + " shards was lost: windows that began before count as spent");
        }
    }

    /** As the first node that said anything sees it. */
    public Optional<NodeReport> seen() {
        return reports().findFirst();
    }

    /** The counters near their limit that any node has seen, the fullest first, each as the one that saw most of it. */
    public List<Counter> counters() {
        Collection<Counter> newest = reports()
                .flatMap(report -> report.counters().stream())
                .collect(toMap(
                        counter -> List.of(counter.owner(), counter.counter(), counter.windowStart()),
                        counter -> counter,
                        (one, other) -> one.held() >= other.held() ? one : other,
                        LinkedHashMap::new))
                .values();
        return newest.stream()
                .sorted(comparing(Counter::used)
                        .reversed()
                        .thenComparing(Counter::owner)
                        .thenComparing(Counter::counter))
                .toList();
    }

    /** All of it, for scripts. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("well", isWell());
        ArrayNode problems = json.putArray("problems");
        problems().forEach(problems::add);
        ArrayNode list = json.putArray("nodes");
        for (NodeStatus node : nodes) {
            ObjectNode one = list.addObject().put("name", node.name()).put("management", node.management());
            one.put("ready", node.isReady());
            one.put("reason", node.report().map(NodeReport::notReady).orElse(node.silence()));
            node.report()
                    .ifPresent(report -> one.put("version", report.version())
                            .put("registryRevision", report.revision())
                            .put("members", report.grid().members().size()));
        }
        seen().ifPresent(report -> {
            json.set("grid", MAPPER.valueToTree(report.grid()));
            json.putObject("store").put("kind", report.store());
        });
        json.set("counters", MAPPER.valueToTree(counters()));
        return json;
    }

    /** What those that answered said. */
    Stream<NodeReport> reports() {
        return nodes.stream().flatMap(node -> node.report().stream());
    }
}
