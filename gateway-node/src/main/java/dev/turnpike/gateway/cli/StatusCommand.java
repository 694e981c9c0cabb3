package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.ClusterWatch;
import dev.turnpike.gateway.cli.status.StatusReader;
import dev.turnpike.gateway.config.Quantities;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
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
            "  turnpike status --watch --every 5s",
            "",
            "With `--watch` it looks again and again, until Ctrl-C: in place on a terminal, else one look below the other,",
            "with `-o json` a JSON object a line. Nodes that go away are shown as silent.",
            "",
            "Exit codes: 0 all is well, 1 something is not, 2 the node cannot be asked; with `--watch` as of the last look."
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofHours(1);

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

    @Option(
            names = {"-w", "--watch"},
            description = "Look again and again.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "2s",
            description = "How long to wait between looks, 500ms to 1h (default: ${DEFAULT-VALUE}).")
    private String every;

    @Mixin
    private TrustOption trust;

    @Override
    public Integer call() {
        if (management.getHost() == null || !Set.of("http", "https").contains(management.getScheme())) {
            throw CommandFailure.misused(
                    "--management: `" + management + "` (expected: a URL such as `http://127.0.0.1:8081`)");
        }
        Duration pause = Quantities.duration(every)
                .filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () -> CommandFailure.misused("--every: `" + every + "` (expected: 500ms to 1h, such as `2s`)"));
        PrintWriter out = spec.commandLine().getOut();
        Colours colours = Colours.of(spec.commandLine());
        if (watch) {
            ClusterWatch looks = new ClusterWatch(new StatusReader(trust.authorities()), management);
            return new StatusWatch(looks, form(), pause, colours, InstantSource.system(), out).run();
        }
        ClusterStatus status = new StatusReader(trust.authorities()).read(management);
        if (output.isJson()) {
            OutputFormat.print(out, status.json());
        } else if (status.isReached()) {
            new StatusTable(colours, out).print(status);
        }
        out.flush();
        if (!status.isReached()) {
            throw CommandFailure.misused(String.join("\n", status.problems()));
        }
        return exitCode(status);
    }

    private StatusWatch.Form form() {
        if (output.isJson()) {
            return StatusWatch.Form.JSON;
        }
        return Terminal.isThere(Optional.ofNullable(System.getenv("TERM")))
                ? StatusWatch.Form.PICTURE
                : StatusWatch.Form.BLOCKS;
    }

    static int exitCode(ClusterStatus status) {
        if (!status.isAnyReached()) {
            return 2;
        }
        return status.isWell() ? 0 : 1;
    }
}
