package dev.turnpike.loadtest.compare;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code loadtest/compare}. */
@Command(
        name = "loadtest/compare",
        mixinStandardHelpOptions = true,
        description = "Measures Turnpike beside others, in one run.")
final class Compare {
    private Compare() {}

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("turnpike.root", "."));
        PrintStream out = new PrintStream(System.out, /* autoFlush= */ true, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new Compare())
                .addSubcommand(new CpuComparison(root, out))
                .addSubcommand(new SpendComparison(root, out))
                .addSubcommand(new MemoryComparison(root, out))
                .addSubcommand(new HeldCalls(root, out))
                .addSubcommand(new Overload(root, out))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ComparisonException expected) {
                        command.getErr().println("compare: " + expected.getMessage());
                        return 1;
                    }
                    throw failure;
                });
        System.exit(line.execute(arguments));
    }
}
