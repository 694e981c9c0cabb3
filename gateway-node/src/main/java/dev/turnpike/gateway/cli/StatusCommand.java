package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.StatusReader;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Asks a node, and every member that it names, how the cluster is.",
        footer = {
            "",
            "Examples:",
            "  turnpike status",
            "  turnpike status --management http://10.0.0.7:8081",
            "  turnpike status -o json",
            "",
            "Exit codes: 0 all is well, 1 something is not, 2 the node cannot be asked."
        })
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--management",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "The management port of any node (default: ${DEFAULT-VALUE}).")
    private URI management;

    @Mixin
    private TrustOption trust;

    @Override
    public Integer call() {
        if (management.getHost() == null || !Set.of("http", "https").contains(management.getScheme())) {
            throw CommandFailure.misused(
                    "--management: `" + management + "` (expected: a URL such as `http://127.0.0.1:8081`)");
        }
        ClusterStatus status = new StatusReader(trust.authorities()).read(management);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            OutputFormat.print(out, status.json());
        } else if (status.isReached()) {
            new StatusTable(Colours.of(spec.commandLine()), out).print(status);
        }
        out.flush();
        if (!status.isReached()) {
            throw CommandFailure.misused(String.join("\n", status.problems()));
        }
        return status.isWell() ? 0 : 1;
    }
}
