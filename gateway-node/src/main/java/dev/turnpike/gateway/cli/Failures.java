package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.NodeStartException;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.cluster.ClusterException;
import dev.turnpike.gateway.cli.scan.ScanException;
import dev.turnpike.gateway.config.ConfigException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What people see of whatever went wrong: lines that begin with {@code turnpike:} and an exit code, no stack trace. */
final class Failures {
    /** Set by those who look for a bug in Turnpike itself. */
    private static final String TRACE = "turnpike.trace";

    private Failures() {}

    static int misused(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("turnpike: " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    static int failed(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        Optional<String> expected = expected(failure);
        expected.orElse("internal error: " + failure + "; add -D" + TRACE + "=true to TURNPIKE_JAVA_OPTS to see where")
                .lines()
                .forEach(line -> err.println("turnpike: " + line));
        if (expected.isEmpty() && Boolean.getBoolean(TRACE)) {
            failure.printStackTrace(err);
        }
        err.flush();
        if (failure instanceof CommandFailure known) {
            return known.exitCode();
        }
        return failure instanceof ConfigException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** The message of what a user or an operator can mend; empty for a bug. */
    private static Optional<String> expected(Exception failure) {
        if (failure instanceof NodeStartException && isBusyPort(String.valueOf(failure.getMessage()))) {
            return Optional.of(failure.getMessage()
                    + "; choose other ports with `--port` and `--management-port`, 0 for any that is free");
        }
        boolean expected = failure instanceof NodeStartException
                || failure instanceof CommandFailure
                || failure instanceof ScanException
                || failure instanceof AdminException
                || failure instanceof ClusterException
                || failure instanceof ConfigException;
        return expected ? Optional.ofNullable(failure.getMessage()) : Optional.empty();
    }

    /** By the system's words: what they come in differs between transports. */
    private static boolean isBusyPort(String message) {
        return message.contains("Address already in use");
    }
}
