package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A node on one core that gets twice what it can do, and one that a crowd of streams hangs on to. */
@Command(
        name = "overload",
        mixinStandardHelpOptions = true,
        description = "One node at twice its capacity, and beside a crowd of idle streams and slow readers.",
        footer = {
            "",
            "The node has one core for itself; its upstreams and the load share the other. Its capacity is what it answers",
            "to 64 connections that always ask; then twice as many calls are due, over more connections than it takes",
            "requests. The crowd's rows are at a third of the capacity."
        })
final class Overload implements Callable<Integer> {
    private static final String NODE = "node";
    private static final int USUAL_CONNECTIONS = 64;
    private static final double LIGHT = 1.0 / 3;
    private static final double MIB = 1 << 20;
    private static final int HOLDERS = 100;
    private static final double QUIET = 0.1;
    private static final int MOST_LOOKS = 120;
    private static final String SHED = "HTTP/1.1 503 ";

    @Option(names = "--seconds", defaultValue = "15", description = "Of every row. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--connections",
            defaultValue = "6000",
            description = "Of those who ask for too much. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--max-requests",
            defaultValue = "4096",
            description = "Of the node, as its setting of that name. Default: ${DEFAULT-VALUE}.")
    private int maxRequests;

    @Option(names = "--streams", defaultValue = "7000", description = "That are idle. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--held",
            defaultValue = "3000",
            description = "Calls that wait for a person, as idle as those. Default: ${DEFAULT-VALUE}.")
    private int held;

    @Option(names = "--slow", defaultValue = "1000", description = "Slow readers. Default: ${DEFAULT-VALUE}.")
    private int slow;

    @Option(names = "--java-opts", defaultValue = "", description = "JVM options of the node.")
    private String javaOptions = "";

    private final Path root;
    private final PrintStream out;

    Overload(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        out.println(Machine.line(root));
        try (Children children = new Children();
                Streams upstream = Streams.start()) {
            Target instant = Nginx.upstream(children, Calls.ANSWER);
            Target node = node(children, instant, upstream);
            Pinned.to(Pinned.MEASURED, node.processes());
            Pinned.to(Pinned.OTHERS, instant.processes());
            Pinned.to(Pinned.OTHERS, List.of(ProcessHandle.current()));
            measure(node);
        }
        return 0;
    }

    private Target node(Children children, Target instant, Streams upstream) throws IOException {
        Path resources = children.directory().resolve("resources");
        Grants.write(resources, instant.addresses().get(0).getPort(), HOLDERS);
        Files.writeString(
                resources.resolve("crowd.yaml"),
                Grants.asking("asking")
                        + holders().stream()
                                .map(token -> "---\n" + Grants.document(token, "asking"))
                                .collect(Collectors.joining())
                        + "---\n" + Grants.streams(upstream.port()));
        return new Nodes(children, resources)
                .alone(
                        NODE,
                        new Build(root.resolve("turnpike"), javaOptions),
                        List.of("--max-held", Integer.toString(held), "--max-requests", Integer.toString(maxRequests)));
    }

    private static List<String> holders() {
        return Grants.uniform(2 * HOLDERS).subList(HOLDERS, 2 * HOLDERS);
    }

    private void measure(Target node) throws IOException {
        Table table = new Table("", "calls/s", "told to come back/s", "p50, ms", "p99, ms", "core, %", "resident, MiB");
        Segment.measure(node, USUAL_CONNECTIONS, new Calls(Grants.hot()), Pace.closed(), Duration.ofSeconds(warmUp));
        double capacity = row(table, "as much as it can", node, USUAL_CONNECTIONS, Pace.closed());
        row(table, "twice that is due", node, connections, Pace.open(2 * capacity));
        row(table, "as much as it can, after it", node, USUAL_CONNECTIONS, Pace.closed());
        double light = LIGHT * capacity;
        row(table, "a third of it", node, USUAL_CONNECTIONS, Pace.open(light));
        try (Crowd crowd = new Crowd(node.addresses().get(0).getPort())) {
            crowd.idle(streams, Grants.streamer());
            crowd.hold(held, holders());
            awaitQuiet(node);
            row(table, "beside %,d idle streams".formatted(streams + held), node, USUAL_CONNECTIONS, Pace.open(light));
            crowd.slow(slow, Grants.streamer());
            awaitQuiet(node);
            long before = crowd.sipped();
            row(table, "and %,d slow readers".formatted(slow), node, USUAL_CONNECTIONS, Pace.open(light));
            out.printf("%nthe slow ones read %.0f KiB/s together%n", (crowd.sipped() - before) / 1024.0 / seconds);
        }
        awaitQuiet(node);
        row(table, "a third of it, after them", node, USUAL_CONNECTIONS, Pace.open(light));
        out.printf("%n%s%n", table);
    }

    /** Until all have come in, and buffers are full. */
    private static void awaitQuiet(Target node) {
        for (int i = 0; i < MOST_LOOKS; i++) {
            double before = ProcessCpu.seconds(node.processes());
            Pause.of(Duration.ofSeconds(1));
            if (ProcessCpu.seconds(node.processes()) - before < QUIET) {
                return;
            }
        }
        throw new ComparisonException("the node does not come to rest");
    }

    /** Measures; returns the calls answered in a second. */
    private double row(Table table, String what, Target node, int connections, Pace pace) {
        Segment segment =
                Segment.measure(node, connections, new Calls(Grants.hot()), pace, Duration.ofSeconds(seconds));
        if (segment.others() > 0 && !segment.firstOther().startsWith(SHED)) {
            throw new ComparisonException("an answer is neither the upstream's nor 503: " + segment.firstOther());
        }
        table.row(
                what,
                "%.0f".formatted(segment.rate()),
                "%.0f".formatted(segment.otherRate()),
                "%.2f".formatted(segment.millisAt(50)),
                "%.2f".formatted(segment.millisAt(99)),
                "%.0f".formatted(100 * segment.cpuSeconds() / segment.seconds()),
                "%.0f".formatted(ProcessMemory.resident(node.processes().get(0)) / MIB));
        out.println(what);
        return segment.rate();
    }
}
