package dev.turnpike.loadtest.watch;

import dev.turnpike.loadtest.proof.site.ProofException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code loadtest/watch}. */
@Command(
        name = "loadtest/watch",
        mixinStandardHelpOptions = true,
        description = "Watches real clusters with a real Prometheus.")
final class Watch {
    private static final int IMPOSSIBLE = 2;

    private Watch() {}

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("turnpike.root", "."));
        PrintStream out = new PrintStream(System.out, /* autoFlush= */ true, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new Watch())
                .addSubcommand(new Alerts(root, out))
                .addSubcommand(new Pictures(root, out))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ProofException expected) {
                        command.getErr().println("watch: " + expected.getMessage());
                        return IMPOSSIBLE;
                    }
                    throw failure;
                });
        System.exit(line.execute(arguments));
    }
}
