package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Counter;
import dev.turnpike.gateway.cli.status.NodeReport.Grid;
import dev.turnpike.gateway.cli.status.NodeStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The status of a cluster for people: its nodes, its grid, the counters near their limit, and what is wrong. */
final class StatusTable {
    private final Colours colours;
    private final PrintWriter out;

    StatusTable(Colours colours, PrintWriter out) {
        this.colours = colours;
        this.out = out;
    }

    void print(ClusterStatus status) {
        Columns.print(nodes(status.nodes()), colours, out);
        out.println();
        status.seen().ifPresent(this::printGrid);
        List<Counter> counters = status.counters();
        if (!counters.isEmpty()) {
            out.println();
            Columns.print(counters(counters), colours, out);
        }
        out.println();
        status.problems().forEach(problem -> out.println(colours.red("problem: ") + problem));
        if (status.isWell()) {
            out.println(colours.green("all is well"));
        }
    }

    private void printGrid(NodeReport report) {
        Grid grid = report.grid();
        String limits = grid.available() ? "limits can be spent" : "limits cannot be spent";
        if (grid.kind().equals("memory")) {
            out.println("grid        in the memory of this node alone; " + limits);
        } else {
            out.println(
                    "grid        " + grid.clusterName() + ": " + grid.members().size() + " of " + grid.size()
                            + " members, quorum " + grid.quorum() + "; " + limits);
            out.println("partitions  " + (grid.partitionsSafe() ? "safe" : "not safe: some have no backup"));
        }
        out.println("shards      " + grid.shards() + ", " + (grid.lostShards() == 0 ? "none" : grid.lostShards())
                + " lost");
        out.println("store       "
                + (report.store().equals("none") ? "none: what the grid holds is in memory alone" : report.store()));
    }

    private static List<List<String>> nodes(List<NodeStatus> nodes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "READY", "MEMBERS", "REVISION", "VERSION", "MANAGEMENT"));
        for (NodeStatus node : nodes) {
            rows.add(node.report()
                    .map(report -> List.of(
                            node.name(),
                            report.notReady().isEmpty() ? "yes" : "no: " + report.notReady(),
                            report.grid().members().size() + "/" + report.grid().size(),
                            Long.toString(report.revision()),
                            report.version(),
                            node.management()))
                    .orElse(List.of(node.name(), "no answer", "-", "-", "-", node.management())));
        }
        return rows;
    }

    private static List<List<String>> counters(List<Counter> counters) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("OWNER", "COUNTER", "SPENT", "OF", "", "WINDOW"));
        for (Counter counter : counters) {
            rows.add(List.of(
                    counter.owner(),
                    counter.counter(),
                    Long.toString(counter.held()),
                    Long.toString(counter.max()),
                    Math.round(100 * counter.used()) + " %",
                    counter.windowSeconds() + " s from " + counter.windowStart()));
        }
        return rows;
    }
}
