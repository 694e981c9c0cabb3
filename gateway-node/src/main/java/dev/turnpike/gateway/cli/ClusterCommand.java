package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.cluster.Cluster;
import dev.turnpike.gateway.cli.cluster.ClusterDirectory;
import dev.turnpike.gateway.cli.cluster.ClusterPlan;
import dev.turnpike.gateway.cli.cluster.Program;
import dev.turnpike.gateway.cli.demo.DemoServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike cluster}. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs several nodes on this machine, HAProxy in front of them and Prometheus beside them.",
        footer = {
            "",
            "Everything listens on 127.0.0.1, on ports that are free. Settings in the environment reach every node.",
            "",
            "Examples:",
            "  turnpike cluster --nodes 3",
            "  turnpike cluster --resources ./turnpike.d --port 8080",
            "  turnpike cluster --nodes 5 --no-prometheus --dir ./cluster",
            "  turnpike cluster -o json"
        })
final class ClusterCommand implements Callable<Integer> {
    private static final int MOST_NODES = 15;

    /** What was started, the last first. */
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "1 to " + MOST_NODES
                    + "; limits hold as long as more than half are there (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--resources",
            paramLabel = "DIR",
            description = "Documents of your own servers (default: a built-in MCP server, as `demo` has it).")
    private @Nullable Path resources;

    @Option(names = "--port", paramLabel = "PORT", description = "For agents (default: any that is free).")
    private int port;

    @Option(names = "--no-prometheus", description = "Run no Prometheus.")
    private boolean noPrometheus;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Keeps configurations, logs and audit files (default: a temporary one that goes at the end).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Leave the temporary directory where it is.")
    private boolean keep;

    @Override
    public Integer call() {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw CommandFailure.misused("--nodes: " + nodes + " (expected: 1 to " + MOST_NODES + ")");
        }
        if (port < 0 || port > 65_535) {
            throw CommandFailure.misused("--port: " + port + " (expected: 0 to 65535)");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<Program, Path> programs =
                programs(Optional.ofNullable(System.getenv("PATH")).orElse(""));
        UntilStopped stop = UntilStopped.from(() -> {
            close();
            err.println("The cluster has ended.");
            err.flush();
        });
        try {
            ClusterWelcome welcome = ClusterWelcome.of(start(programs, err), isOwn());
            if (output.isJson()) {
                out.println(welcome.json());
            } else {
                welcome.print(Colours.of(spec.commandLine()), out);
            }
            out.flush();
        } catch (IOException e) {
            stop.cancel();
            close();
            throw CommandFailure.failed("the cluster cannot start: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            stop.cancel();
            close();
            throw e;
        }
        stop.await();
        return 0;
    }

    private boolean isOwn() {
        return resources != null;
    }

    private Map<Program, Path> programs(String path) {
        Map<Program, Path> found = new EnumMap<>(Program.class);
        List<String> missing = new ArrayList<>();
        for (Program program : Program.values()) {
            if (program != Program.PROMETHEUS || !noPrometheus) {
                program.find(path)
                        .ifPresentOrElse(file -> found.put(program, file), () -> missing.add(program.missing()));
            }
        }
        if (!missing.isEmpty()) {
            throw CommandFailure.misused(String.join("\n", missing));
        }
        return found;
    }

    private Cluster start(Map<Program, Path> programs, PrintWriter err) throws IOException {
        ClusterDirectory home = opened(ClusterDirectory.open(Optional.ofNullable(directory), keep));
        Path documents = resources == null ? demoDocuments(home.path()) : resources;
        ClusterPlan plan = ClusterPlan.of(home.path(), documents, nodes, port, !noPrometheus);
        Cluster cluster = opened(new Cluster(plan, line -> {
            err.println(line);
            err.flush();
        }));
        cluster.start(programs);
        return cluster;
    }

    /** Starts the built-in server, and describes it. */
    private Path demoDocuments(Path home) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        opened(() -> vertx.close().await());
        Path documents = Files.createDirectories(home.resolve("resources"));
        DemoDocuments.write(documents, DemoServer.start(vertx).await().url());
        return documents;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void close() {
        for (AutoCloseable part = open.poll(); part != null; part = open.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                spec.commandLine().getErr().println("a part of the cluster did not end: " + e.getMessage());
            }
        }
    }
}
