package dev.turnpike.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turnpike audit}: what the audit files say, and whether it is what was written. */
@Command(
        name = "audit",
        description = "Searches audit files, and checks that nobody changed them.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditQuery.class, AuditVerify.class, AuditDigest.class},
        footer = {
            "",
            "Examples:",
            "  turnpike audit query --grant alice-laptop --since 24h --decision deny",
            "  turnpike audit query /var/lib/turnpike --grant alice-laptop --since yesterday --decision deny",
            "  turnpike audit verify /var/lib/turnpike"
        })
final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: query, verify or digest");
    }
}
