package dev.turnpike.gateway.cli;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.cli.scan.Risk;
import dev.turnpike.gateway.cli.scan.Scan;
import dev.turnpike.gateway.cli.scan.Scan.ScannedTool;
import java.io.PrintWriter;
import java.util.Arrays;

/** The tools of an upstream, riskiest first, one line each with the reason. */
final class ToolTable {
    private static final int WIDEST_NAME = 48;

    private final Colours colours;

    ToolTable(Colours colours) {
        this.colours = colours;
    }

    void print(Scan scan, String upstream, PrintWriter out) {
        int width = scan.tools().stream()
                .mapToInt(tool -> PlainText.of(tool.name()).length())
                .map(length -> Math.min(length, WIDEST_NAME))
                .max()
                .orElse(0);
        String row = "%-" + Math.max(width, "TOOL".length()) + "s";
        out.println(colours.bold(scan.server()) + " at " + upstream + " (MCP " + scan.protocol() + "): "
                + scan.tools().size() + " tools");
        out.println(summary(scan));
        out.println();
        out.println(colours.dim("RISK         " + row.formatted("TOOL") + "  WHY"));
        for (ScannedTool tool : scan.tools()) {
            String risk =
                    colours.risk(tool.risk(), "%-11s".formatted(tool.risk().label()));
            out.println(risk + "  " + row.formatted(PlainText.of(tool.name())) + "  " + tool.reason());
        }
    }

    private static String summary(Scan scan) {
        return Arrays.stream(Risk.values())
                .filter(risk -> scan.count(risk) > 0)
                .map(risk -> risk.label() + " " + scan.count(risk))
                .collect(joining(", "));
    }
}
