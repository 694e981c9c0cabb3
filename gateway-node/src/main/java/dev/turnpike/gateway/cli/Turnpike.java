package dev.turnpike.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "turnpike",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "An enforcement gateway for the Model Context Protocol.",
        subcommands = {
            DemoCommand.class,
            ClusterCommand.class,
            StatusCommand.class,
            ScanCommand.class,
            PolicyCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            GrantCommand.class,
            CountersCommand.class,
            ApprovalsCommand.class,
            AuditCommand.class,
            WarmUpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  turnpike demo",
            "  turnpike cluster --nodes 3",
            "  turnpike scan --upstream http://127.0.0.1:9000/mcp",
            "  turnpike up --resources ./turnpike.d",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."
        })
public final class Turnpike implements Runnable {
    @Spec
    private CommandSpec spec;

    Turnpike() {}

    /** Runs one command to its end. Blocks; a command that serves ends with the process. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine up = new CommandLine(new UpCommand());
        SettingOptions.addTo(up.getCommandSpec());
        CommandLine doctor = new CommandLine(new DoctorCommand());
        SettingOptions.addTo(doctor.getCommandSpec());
        return new CommandLine(new Turnpike())
                .addSubcommand(up)
                .addSubcommand(doctor)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setParameterExceptionHandler(Failures::misused)
                .setExecutionExceptionHandler(Failures::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
