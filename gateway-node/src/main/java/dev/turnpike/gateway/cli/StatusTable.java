package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Counter;
import dev.turnpike.gateway.cli.status.NodeReport.Grid;
import dev.turnpike.gateway.cli.status.NodeStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The status of a cluster for people: its nodes, its grid, the counters near their limit, and what is wrong. */
final class StatusTable {
    private final Colours colours;
    private final PrintWriter out;

    StatusTable(Colours colours, PrintWriter out) {
        this.colours = colours;
        this.out = out;
    }

    void print(ClusterStatus status) {
        print(nodes(status.nodes()));
        out.println();
        status.seen().ifPresent(this::printGrid);
        List<Counter> counters = status.counters();
        if (!counters.isEmpty()) {
            out.println();
            print(counters(counters));
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

    /** In columns; the first row is the head. */
    private void print(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = rows.get(row).get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            String text = line.toString().stripTrailing();
            out.println(row == 0 ? colours.dim(text) : text);
        }
    }
}
