package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Counters as a table. */
final class CounterTable {
    private static final List<String> HEAD = List.of("COUNTER", "SESSION", "WINDOW", "HELD", "MAX", "UNTIL");
    private static final String NONE = "-";

    private CounterTable() {}

    static void print(List<JsonNode> counters, Colours colours, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        counters.forEach(counter -> rows.add(row(counter)));
        Columns.print(rows, colours, out);
    }

    private static List<String> row(JsonNode counter) {
        return List.of(
                text(counter, "counter") + (counter.path("shadow").asBoolean() ? " (shadow)" : ""),
                counter.has("session") ? text(counter, "session") : "",
                text(counter, "window") + (counter.path("algorithm").asText().equals("sliding") ? " (sliding)" : ""),
                counter.path("lost").asBoolean() ? "lost" : text(counter, "held"),
                text(counter, "max"),
                text(counter, "windowEnd"));
    }

    private static String text(JsonNode counter, String field) {
        return PlainText.of(counter.path(field).asText(NONE));
    }
}
