package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.replay.Judgement.Effect;
import dev.turnpike.gateway.cli.replay.RecordedCall;
import dev.turnpike.gateway.cli.replay.ReplayReport;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** What another policy would change, for people or for scripts. */
final class ReplayTable {
    private static final int MOST_ROWS = 100;
    private static final int WIDEST = 48;

    private final Colours colours;
    private final PrintWriter out;
    private final OutputFormat output;
    private final String before;
    private final String after;

    /**
     * A table for a command.
     *
     * @param before the head of the column of what is compared with
     * @param after that of what is new
     */
    ReplayTable(CommandLine command, OutputFormat output, String before, String after) {
        this.colours = Colours.of(command);
        this.out = command.getOut();
        this.output = output;
        this.before = before;
        this.after = after;
    }

    /** @param shadow whether what is new is only recorded */
    void print(ReplayReport report, boolean shadow) {
        if (output.isJson()) {
            out.println(ExactJson.pretty(json(report, shadow)));
        } else {
            table(report);
            summary(report, shadow);
        }
        out.flush();
    }

    private void table(ReplayReport report) {
        if (report.rows().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CALLS", "TOOL", before, after, "", "RULE", "SUCH AS"));
        for (ReplayReport.Row row :
                report.rows().subList(0, Math.min(MOST_ROWS, report.rows().size()))) {
            rows.add(List.of(
                    Long.toString(row.count()),
                    PlainText.of(row.tool(), WIDEST),
                    PlainText.of(row.before(), WIDEST),
                    row.after(),
                    row.effect() == Effect.CHANGED ? "" : "undecidable",
                    PlainText.of(row.rules().iterator().next()) + (row.rules().size() > 1 ? " and others" : ""),
                    example(row.examples().get(0))));
        }
        Columns.print(rows, colours, out);
        int more = report.rows().size() - MOST_ROWS;
        if (more > 0) {
            out.println("and " + more + " rows more, see `-o json`");
        }
        out.println();
    }

    private static String example(RecordedCall call) {
        return PlainText.of(call.time(), WIDEST) + " " + PlainText.of(call.grant(), WIDEST);
    }

    private void summary(ReplayReport report, boolean shadow) {
        out.println(report.calls() + (report.calls() == 1 ? " call: " : " calls: ") + report.unchanged()
                + " unchanged, " + report.changed() + " changed, " + report.undecidable() + " undecidable");
        if (report.undecidable() > 0) {
            out.println("undecidable is what depends on the values of arguments: which are not known here");
        }
        if (report.beyondRules() > 0) {
            out.println(
                    report.beyondRules() + " of them were refused by a limit, or because state could not be reached:"
                            + " what the rules say of them is compared");
        }
        if (shadow) {
            out.println("the policy is in shadow: what it would deny is only recorded, and the call is forwarded");
        }
        if (report.dropped() > 0) {
            out.println(report.dropped() + " records could not be written when the calls were made");
        }
        if (report.unreadable() > 0) {
            out.println(report.unreadable() + " lines cannot be read, see `turnpike audit verify`");
        }
    }

    private static ObjectNode json(ReplayReport report, boolean shadow) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("calls", report.calls())
                .put("unchanged", report.unchanged())
                .put("changed", report.changed())
                .put("undecidable", report.undecidable())
                .put("beyondRules", report.beyondRules())
                .put("unreadable", report.unreadable())
                .put("dropped", report.dropped())
                .put("from", report.from())
                .put("to", report.to())
                .put("shadow", shadow);
        ArrayNode rows = json.putArray("differences");
        for (ReplayReport.Row row : report.rows()) {
            ObjectNode entry = rows.addObject()
                    .put("tool", row.tool())
                    .put("effect", row.effect().name().toLowerCase(Locale.ROOT))
                    .put("before", row.before())
                    .put("after", row.after())
                    .put("calls", row.count());
            row.rules().forEach(entry.putArray("rules")::add);
            ArrayNode examples = entry.putArray("examples");
            row.examples()
                    .forEach(call -> examples.addObject()
                            .put("time", call.time())
                            .put("grant", call.grant())
                            .put("server", call.server())
                            .put("tool", call.tool()));
        }
        return json;
    }
}
