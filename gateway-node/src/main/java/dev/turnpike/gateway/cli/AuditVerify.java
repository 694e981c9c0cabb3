package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.audit.trail.FileReport;
import dev.turnpike.gateway.audit.trail.Finding;
import dev.turnpike.gateway.audit.trail.Link;
import dev.turnpike.gateway.audit.trail.Mark;
import dev.turnpike.gateway.audit.trail.TrailCheck;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike audit verify}. */
@Command(
        name = "verify",
        description = "Tells whether audit files are what was written, and if not, which lines.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all files are what was written",
            "1:a line or a file was changed, removed, inserted or moved",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "Whoever can write the files could write all of them anew. Keep the last hash of a file elsewhere to rule",
            "that out: `-o json` prints it as `last_hash`.",
            "",
            "Examples:",
            "  turnpike audit verify /var/lib/turnpike",
            "  turnpike audit verify turnpike-audit.jsonl -o json"
        })
final class AuditVerify implements Callable<Integer> {
    private static final int WIDEST = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuditPaths paths;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "At most so many places of each file (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Override
    public Integer call() {
        List<FileReport> reports;
        try {
            reports = TrailCheck.of(paths.files());
        } catch (IOException failure) {
            throw AuditPaths.unreadable(failure);
        }
        boolean holds = reports.stream().allMatch(FileReport::holds);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(ExactJson.pretty(json(reports, holds)));
        } else {
            reports.forEach(report -> print(report, out));
            print(reports, holds, out);
        }
        out.flush();
        return holds ? 0 : 1;
    }

    private void print(FileReport report, PrintWriter out) {
        Colours colours = Colours.of(spec.commandLine());
        out.println(PlainText.of(report.file().toString(), WIDEST) + ": "
                + (report.holds() ? colours.green("holds") : colours.red("does not hold")) + ", " + report.lines()
                + " lines"
                + report.last().map(last -> ", up to record " + last.seq()).orElse("")
                + report.head()
                        .map(head -> ", node " + PlainText.of(head.node()))
                        .orElse(""));
        report.findings().stream()
                .limit(limit)
                .forEach(finding -> out.println("  line " + finding.line() + " " + colours.red(kind(finding)) + ": "
                        + PlainText.of(finding.what(), WIDEST)));
        long further = report.further() + Math.max(0, report.findings().size() - limit);
        if (further > 0) {
            out.println("  and " + further + " more");
        }
        report.notes().forEach(note -> out.println("  " + colours.dim("note") + " " + PlainText.of(note, WIDEST)));
    }

    private void print(List<FileReport> reports, boolean holds, PrintWriter out) {
        Colours colours = Colours.of(spec.commandLine());
        long broken = reports.stream().filter(report -> !report.holds()).count();
        String files = reports.size() + (reports.size() == 1 ? " file" : " files");
        long records = reports.stream().mapToLong(FileReport::records).sum();
        out.println(
                holds
                        ? colours.green("holds: ") + files + ", " + records + " records"
                        : colours.red("does not hold: ") + broken + " of " + files);
    }

    private static String kind(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ObjectNode json(List<FileReport> reports, boolean holds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("holds", holds);
        ArrayNode files = json.putArray("files");
        reports.forEach(report -> files.add(json(report)));
        return json;
    }

    private static ObjectNode json(FileReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("file", report.file().toString());
        json.put("holds", report.holds());
        report.head().map(Mark.Head::node).ifPresent(node -> json.put("node", node));
        report.head().map(Mark.Head::chain).ifPresent(chain -> json.put("chain", chain));
        json.put("lines", report.lines());
        json.put("records", report.records());
        json.put("dropped", report.dropped());
        report.before().map(Link::seq).ifPresent(seq -> json.put("first_seq", seq + 1));
        report.last().ifPresent(last -> json.put("last_seq", last.seq()).put("last_hash", last.hash()));
        ArrayNode findings = json.putArray("findings");
        for (Finding finding : report.findings()) {
            findings.addObject()
                    .put("line", finding.line())
                    .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                    .put("what", finding.what());
        }
        json.put("further", report.further());
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(notes::add);
        return json;
    }
}
