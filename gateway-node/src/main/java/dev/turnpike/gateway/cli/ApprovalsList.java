package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.approvals.ApprovalClient;
import dev.turnpike.gateway.cli.approvals.ApprovalReport;
import dev.turnpike.gateway.cli.approvals.ApprovalWatch;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike approvals list}. */
@Command(
        name = "list",
        description = "Lists approvals, the oldest first, or follows them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  turnpike approvals list",
            "  turnpike approvals list --state all --grant billing-agent -o json",
            "  turnpike approvals list --watch --server payments",
            "",
            "With `--watch` each change is a line, until Ctrl-C; with `-o json` a JSON object, one a line."
        })
final class ApprovalsList implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    enum State {
        pending,
        all
    }

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "pending",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private State state = State.pending;

    @Option(names = "--grant", paramLabel = "NAME", description = "Only what this grant asks.")
    private @Nullable String grant;

    @Option(names = "--server", paramLabel = "NAME", description = "Only calls of this server.")
    private @Nullable String server;

    @Option(names = "--tool", paramLabel = "NAME", description = "Only calls of this tool.")
    private @Nullable String tool;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 1_000;

    @Option(
            names = {"-w", "--watch"},
            description = "Print what is open, and then every change.")
    private boolean watch;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw CommandFailure.misused("--limit: " + limit + " (expected: at least 1)");
        }
        ApprovalClient client = new ApprovalClient(connection.client(System.getenv()));
        return watch ? follow(client) : list(client);
    }

    private int list(ApprovalClient client) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> filters = filters();
        filters.put("state", state.name());
        ApprovalClient.Listed listed = client.list(filters, limit);
        if (output.isJson()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode all = json.putArray("approvals");
            listed.approvals().forEach(approval -> all.add(approval.json()));
            out.println(ExactJson.pretty(json));
        } else {
            new ApprovalTable(Colours.of(spec.commandLine()), out).print(listed.approvals(), Instant.now());
        }
        out.flush();
        if (listed.more()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("turnpike: there are more than " + limit + "; see others with `--limit` or filters");
            err.flush();
        }
        return 0;
    }

    private int follow(ApprovalClient client) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ApprovalLine line = new ApprovalLine(Colours.of(spec.commandLine()), ZoneId.systemDefault());
        Map<String, String> filters = filters();
        ApprovalWatch approvals = new ApprovalWatch(
                client,
                approval -> {
                    if (fits(approval, filters)) {
                        out.println(output.isJson() ? ExactJson.line(approval.json()) : line.of(approval));
                        out.flush();
                    }
                },
                trouble -> {
                    err.println("turnpike: " + trouble);
                    err.flush();
                });
        try {
            approvals.run();
        } catch (InterruptedException e) {
            // A process that embeds the command ends it this way; people do by Ctrl-C.
        }
        return 0;
    }

    private static boolean fits(ApprovalReport approval, Map<String, String> filters) {
        return filters.getOrDefault("grant", approval.grant()).equals(approval.grant())
                && filters.getOrDefault("server", approval.server()).equals(approval.server())
                && filters.getOrDefault("tool", approval.tool()).equals(approval.tool());
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        put(filters, "grant", grant);
        put(filters, "server", server);
        put(filters, "tool", tool);
        return filters;
    }

    private static void put(Map<String, String> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }
}
