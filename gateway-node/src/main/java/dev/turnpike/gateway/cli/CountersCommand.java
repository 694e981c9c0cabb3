package dev.turnpike.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turnpike counters}: what was spent of limits. */
@Command(
        name = "counters",
        description = "Shows what was spent of limits, and resets counters.",
        mixinStandardHelpOptions = true,
        subcommands = {CountersList.class, CountersReset.class},
        footer = {
            "",
            "Examples:",
            "  export TURNPIKE_OPERATOR_TOKEN=tpo_…",
            "  turnpike counters list --grant alice-laptop",
            "  turnpike counters reset --grant alice-laptop --counter daily_spend",
            "  turnpike counters reset --server kestra --counter calls --yes",
            "",
            "A counter that is reset is empty for the next call, at other nodes a second later at most.",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class CountersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: list or reset");
    }
}
