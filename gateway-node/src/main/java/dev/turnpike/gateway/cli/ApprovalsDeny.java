package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.approvals.ApprovalClient;
import dev.turnpike.gateway.cli.approvals.ApprovalReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike approvals deny}. */
@Command(
        name = "deny",
        description = "Denies a call; the agent is told so, with the note.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  turnpike approvals deny a1b2 --note \"not this quarter\"",
            "",
            "Exit codes: 0 denied, 1 refused or failed, 2 wrong usage."
        })
final class ApprovalsDeny implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Parameters(index = "0", paramLabel = "ID", description = "The approval's id, or how it begins.")
    private String id;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "For the agent and the record.")
    private String note = "";

    @Override
    public Integer call() {
        ApprovalClient client = new ApprovalClient(connection.client(System.getenv()));
        ApprovalReport denied = client.decide(
                client.find(id).id(),
                /* approve= */ false,
                JsonNodeFactory.instance.objectNode().put("note", note));
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                output.isJson()
                        ? ExactJson.pretty(denied.json())
                        : Colours.of(spec.commandLine()).red("denied") + ": " + denied.grant() + " may not call "
                                + denied.tool() + " of " + denied.server());
        out.flush();
        return 0;
    }
}
