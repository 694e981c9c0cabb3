package dev.turnpike.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turnpike grant}: who may call what. */
@Command(
        name = "grant",
        description = "Makes, rotates and ends the tokens of agents.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GrantCreate.class,
            GrantRotate.class,
            GrantDisable.class,
            GrantEnable.class,
            GrantRevoke.class,
            GrantList.class
        },
        footer = {
            "",
            "Examples:",
            "  export TURNPIKE_OPERATOR_TOKEN=tpo_…",
            "  turnpike grant create alice-laptop --server kestra --policy careful --expires 30d",
            "  turnpike grant rotate alice-laptop --grace 24h",
            "  turnpike grant disable alice-laptop",
            "  turnpike grant revoke alice-laptop",
            "",
            "Tokens are made on this machine and shown once; the nodes get their SHA-256.",
            "When a command ends without a failure, what it did is in force at every node.",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class GrantCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing subcommand: create, rotate, disable, enable, revoke or list");
    }
}
