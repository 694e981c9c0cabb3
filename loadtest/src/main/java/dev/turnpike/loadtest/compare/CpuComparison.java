package dev.turnpike.loadtest.compare;

import dev.turnpike.loadtest.compare.Round.Stage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a call costs the processes it passes, and how much later it is answered: nginx, a node alone, and a cluster, one
 * after the other in every round.
 */
@Command(
        name = "cpu",
        mixinStandardHelpOptions = true,
        description = "CPU and added latency of a call, beside nginx.",
        footer = {
            "",
            "The same calls pass nginx (proxy_pass), one node, and three nodes, in every round one after the other: at a",
            "steady rate below saturation, and as fast as they are answered. Ratios are medians of each round's own."
        })
final class CpuComparison implements Callable<Integer> {
    private static final int CLUSTER = 3;
    private static final String NGINX = "nginx";
    private static final String DIRECT = "direct";
    private static final double LIGHT = 0.3;
    /** The best of several counts as saturation, since other work on the machine can only lower it. */
    private static final int CALIBRATIONS = 3;

    private static final long WARM_UP_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CALIBRATION = Duration.ofSeconds(2);

    @Option(names = "--rounds", defaultValue = "9", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "4", description = "Of every measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "300000",
            description = "Calls that every process answers first. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--connections", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--grants",
            defaultValue = "10000",
            description = "That share the calls. Default: ${DEFAULT-VALUE}.")
    private int grants;

    @Option(
            names = "--steady",
            defaultValue = "0.5",
            description = "The steady rate, as a part of the slowest one's saturation. Default: ${DEFAULT-VALUE}.")
    private double steady;

    @Option(
            names = "--only",
            split = ",",
            defaultValue = "node,cluster",
            description = "What is held against nginx: node, cluster, none. Default: ${DEFAULT-VALUE}.")
    private List<String> only = List.of();

    @Option(
            names = "--beside",
            paramLabel = "NAME|LAUNCHER|JAVA_OPTS",
            description = "Another build or other JVM options, beside this one; may be repeated.")
    private List<String> beside = List.of();

    @Option(names = "--java-opts", defaultValue = "", description = "JVM options of the nodes.")
    private String javaOptions = "";

    private final Path root;
    private final PrintStream out;

    CpuComparison(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    /** A target, and the calls that it gets. */
    private record Variant(String name, Target target, Calls calls, boolean warms) {}

    @Override
    public Integer call() throws IOException {
        out.println(Machine.line(root));
        try (Children children = new Children()) {
            Target upstream = Nginx.upstream(children, Calls.ANSWER);
            List<Variant> variants = variants(children, upstream);
            Variant direct = new Variant(DIRECT, upstream, new Calls(Grants.hot()), /* warms= */ false);
            Map<String, Double> saturation = warm(variants);
            double rate = steady * Collections.min(saturation.values());
            String clustered = variants.stream()
                    .map(Variant::name)
                    .filter(name -> name.startsWith("cluster"))
                    .findFirst()
                    .orElse(variants.get(variants.size() - 1).name());
            double lightRate = LIGHT * saturation.getOrDefault(clustered, rate);
            out.printf(
                    "%d connections, body of %d bytes; steady: %.0f calls/s; light: %.0f calls/s (30 %% of %s's)%n",
                    connections, Calls.bodyBytes(), rate, lightRate, clustered);
            List<Round> all = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                all.add(round(variants, direct, rate, lightRate, i % 2 == 1));
                out.printf("round %d of %d%n", i + 1, rounds);
            }
            report(variants, all);
            return others(all) == 0 ? 0 : 1;
        }
    }

    private List<Variant> variants(Children children, Target upstream) throws IOException {
        Path resources = children.directory().resolve("resources");
        Grants.write(resources, upstream.addresses().get(0).getPort(), grants);
        Nodes nodes = new Nodes(children, resources);
        Calls hot = new Calls(Grants.hot());
        Build build = new Build(root.resolve("turnpike"), javaOptions);
        List<Variant> variants = new ArrayList<>();
        variants.add(new Variant(NGINX, Nginx.proxy(children, upstream), hot, /* warms= */ false));
        add(variants, "", nodes, build);
        for (String other : beside) {
            String[] parts = other.split("\\|", -1);
            add(variants, " " + parts[0], nodes, Build.parse(parts, build));
        }
        return variants;
    }

    private void add(List<Variant> variants, String suffix, Nodes nodes, Build build) throws IOException {
        if (only.contains("node")) {
            String name = "node" + suffix;
            Target node = nodes.alone(name.replace(' ', '-'), build);
            variants.add(new Variant(name + ", hot grant", node, new Calls(Grants.hot()), /* warms= */ true));
        }
        if (only.contains("cluster")) {
            String name = "cluster" + suffix;
            Target cluster = nodes.cluster(name.replace(' ', '-'), build, CLUSTER);
            variants.add(new Variant(name + ", hot grant", cluster, new Calls(Grants.hot()), /* warms= */ true));
            variants.add(
                    new Variant(name + ", uniform", cluster, new Calls(Grants.uniform(grants)), /* warms= */ true));
        }
    }

    /** Lets compilers and caches settle; returns how many calls a second each variant answers at most. */
    private Map<String, Double> warm(List<Variant> variants) {
        Map<String, Double> saturation = new LinkedHashMap<>();
        for (Variant variant : variants) {
            if (variant.warms()) {
                out.printf("warming %s%n", variant.name());
                warm(variant);
            }
        }
        for (int i = 0; i < CALIBRATIONS; i++) {
            for (Variant variant : variants) {
                double rate = measure(variant, Pace.closed(), CALIBRATION).rate();
                saturation.merge(variant.name(), rate, Math::max);
            }
        }
        return saturation;
    }

    private void warm(Variant variant) {
        long enough = (long) warmUp * variant.target().processes().size();
        long deadline = System.nanoTime() + WARM_UP_NANOS;
        try (Load load = Load.start(variant.target(), connections, variant.calls(), Pace.closed())) {
            while (load.answered() < enough && System.nanoTime() < deadline) {
                Pause.of(LOOK);
            }
        }
    }

    private Round round(List<Variant> variants, Variant direct, double rate, double lightRate, boolean backwards) {
        Duration time = Duration.ofSeconds(seconds);
        List<Variant> order = new ArrayList<>(variants);
        if (backwards) {
            Collections.reverse(order);
        }
        Round round = new Round();
        for (Variant variant : order) {
            round.put(Stage.STEADY, variant.name(), measure(variant, Pace.open(rate), time));
        }
        for (Variant variant : order) {
            round.put(Stage.SATURATED, variant.name(), measure(variant, Pace.closed(), time));
        }
        round.put(Stage.LIGHT, DIRECT, measure(direct, Pace.open(lightRate), time));
        for (Variant variant : order) {
            round.put(Stage.LIGHT, variant.name(), measure(variant, Pace.open(lightRate), time));
        }
        return round;
    }

    private Segment measure(Variant variant, Pace pace, Duration time) {
        return Segment.measure(variant.target(), connections, variant.calls(), pace, time);
    }

    private void report(List<Variant> variants, List<Round> all) {
        Table cpu = new Table(
                "CPU s per 100,000 calls",
                "steady",
                "x nginx",
                "compilers",
                "saturated",
                "x nginx",
                "calls/s saturated");
        Table latency = new Table("latency at 30 % load, ms", "p50", "p99", "added p50", "added p99");
        latency.row(latencies(DIRECT, all));
        for (Variant variant : variants) {
            String name = variant.name();
            cpu.row(
                    name,
                    number(Median.of(all, round -> round.get(Stage.STEADY, name).cpuPer100k())),
                    number(Median.of(all, round -> round.cpuRatio(Stage.STEADY, name, NGINX))),
                    number(Median.of(all, round -> round.get(Stage.STEADY, name).compilersPer100k())),
                    number(Median.of(
                            all, round -> round.get(Stage.SATURATED, name).cpuPer100k())),
                    number(Median.of(all, round -> round.cpuRatio(Stage.SATURATED, name, NGINX))),
                    "%.0f"
                            .formatted(Median.of(
                                    all,
                                    round -> round.get(Stage.SATURATED, name).rate())));
            latency.row(latencies(name, all));
        }
        out.printf("%n%s%n%n%s%n", cpu, latency);
    }

    /** Answers of the rounds that were not the upstream's; shows one of them. */
    private long others(List<Round> all) {
        long others =
                all.stream().flatMap(Round::segments).mapToLong(Segment::others).sum();
        all.stream()
                .flatMap(Round::segments)
                .map(Segment::firstOther)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .ifPresent(
                        text -> out.printf("%n%d calls got another answer than the upstream's:%n%s%n", others, text));
        return others;
    }

    private static String[] latencies(String name, List<Round> all) {
        return new String[] {
            name,
            number(Median.of(all, round -> round.get(Stage.LIGHT, name).millisAt(50))),
            number(Median.of(all, round -> round.get(Stage.LIGHT, name).millisAt(99))),
            number(Median.of(all, round -> round.addedMillis(name, DIRECT, 50))),
            number(Median.of(all, round -> round.addedMillis(name, DIRECT, 99)))
        };
    }

    private static String number(double value) {
        return "%.2f".formatted(value);
    }
}
