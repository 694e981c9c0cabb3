package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a cluster as a table, as one of them sees them, and how the shared state is. */
final class NodeTable {
    private static final List<String> HEAD = List.of("NODE", "READY", "VERSION", "ADDRESS", "AGENT", "MANAGEMENT");
    private static final String NOT_KNOWN = "?";

    private NodeTable() {}

    static void print(JsonNode answer, Colours colours, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        answer.path("nodes").forEach(node -> rows.add(row(node)));
        Columns.print(rows, colours, out);
        JsonNode grid = answer.path("grid");
        out.println();
        out.println(rows.size() - 1 + " of " + grid.path("size").asText() + " nodes, quorum "
                + grid.path("quorum").asText() + "; limits can"
                + (grid.path("available").asBoolean() ? "" : "not") + " be spent; parts of the state are "
                + (grid.path("partitionsSafe").asBoolean() ? "safe" : "not safe") + ", "
                + grid.path("lostShards").asText() + " lost; store: "
                + PlainText.of(answer.path("store").path("kind").asText())
                + (answer.path("store").path("available").asBoolean(true) ? "" : ", out of reach"));
    }

    private static List<String> row(JsonNode node) {
        return List.of(
                text(node, "name"),
                ready(node),
                text(node, "version"),
                text(node, "address"),
                text(node, "agent"),
                text(node, "management"));
    }

    private static String ready(JsonNode node) {
        if (!node.has("ready")) {
            return NOT_KNOWN;
        }
        return node.path("ready").asBoolean() ? "yes" : "no: " + text(node, "reason");
    }

    private static String text(JsonNode node, String field) {
        return PlainText.of(node.path(field).asText(NOT_KNOWN));
    }
}
