package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.audit.trail.TrailQuery;
import dev.turnpike.gateway.cli.admin.ExactJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike audit query}. */
@Command(
        name = "query",
        description = "Shows what was decided, the newest last, and why.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage, or an unreadable file"},
        footer = {
            "",
            "Times are those of the records, in UTC; days begin at midnight here. With `-o json` each record is a line,",
            "and how many there are goes to standard error.",
            "",
            "Examples:",
            "  turnpike audit query . --grant alice-laptop --since yesterday --until today --decision deny",
            "  turnpike audit query turnpike-audit.jsonl --code limit_exceeded --since 2h",
            "  turnpike audit query /var/lib/turnpike --approval a1b2 -o json"
        })
final class AuditQuery implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AuditPaths paths;

    @Mixin
    private AuditFilter filter;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Show at most so many, the newest (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw CommandFailure.misused("--limit: " + limit + " (expected: 1 to " + MOST + ")");
        }
        TrailQuery.Answer answer;
        try {
            answer = TrailQuery.of(paths.files(), filter.at(ZonedDateTime.now(ZoneId.systemDefault())), limit);
        } catch (IOException failure) {
            throw AuditPaths.unreadable(failure);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            answer.newest().forEach(record -> out.println(ExactJson.line(record)));
        } else {
            if (!answer.newest().isEmpty()) {
                new AuditTable(Colours.of(spec.commandLine()), out).print(answer.newest());
            }
            out.println(AuditTable.summary(answer));
        }
        out.flush();
        if (output.isJson()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("turnpike: " + AuditTable.summary(answer));
            err.flush();
        }
        return 0;
    }
}
