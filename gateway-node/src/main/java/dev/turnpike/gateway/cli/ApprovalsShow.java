package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.approvals.ApprovalClient;
import dev.turnpike.gateway.cli.approvals.ApprovalReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike approvals show}. */
@Command(
        name = "show",
        description = "Shows one approval: who asks for what, why a person is needed, and what has happened since.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  turnpike approvals show a1b2",
            "  turnpike approvals show a1b2 -o json",
            "",
            "The arguments of the call are shown to approvers."
        })
final class ApprovalsShow implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Parameters(index = "0", paramLabel = "ID", description = "The approval's id, or how it begins.")
    private String id;

    @Override
    public Integer call() {
        ApprovalReport approval = new ApprovalClient(connection.client(System.getenv())).find(id);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(ExactJson.pretty(approval.json()));
        } else {
            ApprovalTable table = new ApprovalTable(Colours.of(spec.commandLine()), out);
            table.print(approval, Instant.now());
            table.printSteps(approval);
        }
        out.flush();
        return 0;
    }
}
