package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.replay.Difference;
import dev.turnpike.gateway.cli.replay.ReplayReport;
import dev.turnpike.gateway.policy.Policy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike policy diff}: recorded calls, judged by two policies. */
@Command(
        name = "diff",
        description = "Judges the calls of audit files by two policies, and shows where those decide differently.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they surely differ nowhere",
            "1:they differ, or one is refused",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "What was decided then does not matter: only which calls there were. Audit files have no values of",
            "arguments; where both policies ask the same of a value, they get the same answer.",
            "",
            "Examples:",
            "  turnpike policy show careful@7 > before.yaml",
            "  turnpike policy diff before.yaml careful.json --audit /var/lib/turnpike --policy careful"
        })
final class PolicyDiff implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A policy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path one;

    @Parameters(index = "1", paramLabel = "B", description = "The other policy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path other;

    @Mixin
    private RecordedCalls calls;

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<Policy> first = PolicyFile.usable(one, spec.commandLine().getErr());
        Optional<Policy> second = PolicyFile.usable(other, spec.commandLine().getErr());
        if (first.isEmpty() || second.isEmpty()) {
            return PolicyCommand.NO;
        }
        ReplayReport report = calls.judge(new Difference(first.get(), second.get()));
        new ReplayTable(spec.commandLine(), output, "A", "B")
                .print(report, second.get().shadow());
        return report.changes() ? PolicyCommand.NO : PolicyCommand.OK;
    }
}
