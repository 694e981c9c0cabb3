package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.audit.trail.RecordFilter;
import dev.turnpike.gateway.audit.trail.TrailQuery;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.audit.ClusterTrail;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike audit query}. */
@Command(
        name = "query",
        description = "Shows what was decided, the newest last, and why.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:records of some nodes are missing, or no node answers",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "Without files it asks the node of `--management`, and every node of its cluster, and says which did not",
            "answer. Times are those of the records, in UTC; days begin at midnight here. With `-o json` each record is a",
            "line, and how many there are goes to standard error.",
            "",
            "Examples:",
            "  turnpike audit query --grant alice-laptop --since 24h --decision deny",
            "  turnpike audit query . --grant alice-laptop --since yesterday --until today --decision deny",
            "  turnpike audit query turnpike-audit.jsonl --code limit_exceeded --since 2h",
            "  turnpike audit query /var/lib/turnpike --approval a1b2 -o json"
        })
final class AuditQuery implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description =
                    "Audit files, or directories of them (all that end in .jsonl); without any, the nodes are asked.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private OperatorConnection connection;

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
        RecordFilter wanted = filter.at(ZonedDateTime.now(ZoneId.systemDefault()));
        return paths.isEmpty() ? cluster(wanted) : files(wanted);
    }

    private int files(RecordFilter wanted) {
        for (String option : List.of("--management", "--token")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw CommandFailure.misused(option + ": of no use with files; name either files or a node");
            }
        }
        try {
            TrailQuery.Answer answer = TrailQuery.of(AuditPaths.files(paths), wanted, limit);
            print(answer.newest(), AuditTable.summary(answer));
            return 0;
        } catch (IOException failure) {
            throw AuditPaths.unreadable(failure);
        }
    }

    private int cluster(RecordFilter wanted) {
        ClusterTrail trail = ClusterTrail.read(
                connection.statusReader(), connection.management(), connection.client(System.getenv()), wanted, limit);
        print(trail.newest(), AuditTable.summary(trail));
        PrintWriter err = spec.commandLine().getErr();
        trail.missing().forEach(missing -> err.println("turnpike: records are missing: " + missing));
        err.flush();
        return trail.missing().isEmpty() ? 0 : 1;
    }

    private void print(List<JsonNode> newest, String summary) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            newest.forEach(record -> out.println(ExactJson.line(record)));
        } else {
            if (!newest.isEmpty()) {
                new AuditTable(Colours.of(spec.commandLine()), out).print(newest);
            }
            out.println(summary);
        }
        out.flush();
        if (output.isJson()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("turnpike: " + summary);
            err.flush();
        }
    }
}
