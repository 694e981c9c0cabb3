package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.scan.ScanException;
import dev.turnpike.gateway.config.ConfigException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What people see of whatever went wrong: lines that begin with {@code turnpike:} and an exit code, no stack trace. */
final class Failures {
    /** Set by those who look for a bug in Turnpike itself. */
    private static final String TRACE = "TURNPIKE_TRACE";

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
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        PrintWriter err = command.getErr();
        Optional<String> expected = expected(cause);
        String message = expected.orElse("internal error: " + cause + "; set " + TRACE + "=1 to see where");
        message.lines().forEach(line -> err.println("turnpike: " + line));
        if (expected.isEmpty() && System.getenv(TRACE) != null) {
            cause.printStackTrace(err);
        }
        err.flush();
        return cause instanceof ConfigException
                ? CommandLine.ExitCode.USAGE
                : cause instanceof CommandFailure known ? known.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }

    private static Optional<String> expected(Throwable cause) {
        if (cause instanceof CommandFailure || cause instanceof ScanException || cause instanceof ConfigException) {
            return Optional.ofNullable(cause.getMessage());
        }
        if (cause instanceof BindException) {
            return Optional.of("a port is in use already (" + cause.getMessage()
                    + "); choose others with `--port` and `--management-port`, 0 for any that is free");
        }
        return Optional.empty();
    }
}
