package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.replay.Replay;
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

/** {@code turnpike policy replay}: recorded calls, judged by another policy. */
@Command(
        name = "replay",
        description = "Judges the calls of audit files by a policy, and shows what it would change.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing surely changes",
            "1:something changes, or the policy is refused",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "Audit files have the names of arguments and no values: where a rule needs one, the outcome is",
            "undecidable, unless all values lead to the same. Limits are not replayed; of a call that one refused,",
            "the rules alone are compared.",
            "",
            "Examples:",
            "  turnpike policy replay careful.json --audit /var/lib/turnpike --policy careful --since 7d",
            "  turnpike policy replay careful.json --audit a.jsonl b.jsonl -o json"
        })
final class PolicyReplay implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The policy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Mixin
    private RecordedCalls calls;

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<Policy> policy = PolicyFile.usable(file, spec.commandLine().getErr());
        if (policy.isEmpty()) {
            return PolicyCommand.NO;
        }
        ReplayReport report = calls.judge(new Replay(policy.get()));
        new ReplayTable(spec.commandLine(), output, "RECORDED", "NOW")
                .print(report, policy.get().shadow());
        return report.changes() ? PolicyCommand.NO : PolicyCommand.OK;
    }
}
