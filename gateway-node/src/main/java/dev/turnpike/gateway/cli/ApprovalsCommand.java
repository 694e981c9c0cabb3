package dev.turnpike.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turnpike approvals}: the calls that wait for a person. */
@Command(
        name = "approvals",
        description = "Shows and decides the calls of agents that need a person.",
        mixinStandardHelpOptions = true,
        subcommands = {ApprovalsList.class, ApprovalsShow.class, ApprovalsApprove.class, ApprovalsDeny.class},
        footer = {
            "",
            "Examples:",
            "  export TURNPIKE_OPERATOR_TOKEN=tpo_…",
            "  turnpike approvals list --watch",
            "  turnpike approvals show a1b2",
            "  turnpike approvals approve a1b2 --note \"as agreed with accounting\"",
            "  turnpike approvals deny a1b2 --note \"not this quarter\"",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class ApprovalsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: list, show, approve or deny");
    }
}
