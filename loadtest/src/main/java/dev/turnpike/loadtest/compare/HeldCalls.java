package dev.turnpike.loadtest.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What calls cost a node while they wait for a person. */
@Command(
        name = "held",
        mixinStandardHelpOptions = true,
        description = "Memory and CPU of calls that a node holds open until a person decides.",
        footer = {
            "",
            "Four nodes stand side by side, so that all of them are seen in the same minutes: one that holds nothing; one",
            "whose callers went away, so that only their approvals are open; one that holds calls none of which is due a",
            "sign of life; and one whose calls get them as usual. Each round has nodes of its own; figures are medians."
        })
final class HeldCalls implements Callable<Integer> {
    /** All of it is resident from the start, so that what is resident beside it can be told. */
    private static final String HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch";

    private static final long HEAP_BYTES = 512L << 20;
    private static final double KIB = 1024;
    private static final double MIB = 1024 * KIB;
    private static final double MICROS = 1e6;
    private static final String USUAL = "40s";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)");

    @Option(names = "--calls", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int calls;

    @Option(names = "--grants", defaultValue = "100", description = "That share the calls. Default: ${DEFAULT-VALUE}.")
    private int grants;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "80",
            description = "Of the CPU's measurement. Default: ${DEFAULT-VALUE}, in which each call gets two signs.")
    private int seconds;

    @Option(
            names = "--rest",
            defaultValue = "60",
            description = "Seconds before it, for the compiler to come to its end. Default: ${DEFAULT-VALUE}.")
    private int rest;

    private final Path root;
    private final PrintStream out;

    HeldCalls(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    /** One of each kind of node. */
    private record Four<T>(T none, T gone, T silent, T signs) {
        <R> Four<R> map(Function<T, R> change) {
            return new Four<>(change.apply(none), change.apply(gone), change.apply(silent), change.apply(signs));
        }

        Stream<T> all() {
            return Stream.of(none, gone, silent, signs);
        }
    }

    /** CPU of a process, in seconds, and that of two kinds of threads in it. */
    private record Cpu(double all, double compilers, double collectors) {
        /** What is used from now on. */
        static Supplier<Cpu> meter(ProcessHandle process) {
            Cpu before = of(process);
            return () -> {
                Cpu now = of(process);
                return new Cpu(
                        now.all - before.all, now.compilers - before.compilers, now.collectors - before.collectors);
            };
        }

        private static Cpu of(ProcessHandle process) {
            return new Cpu(
                    ProcessCpu.seconds(List.of(process)),
                    ProcessCpu.ofCompilers(process),
                    ProcessCpu.ofCollectors(process));
        }

        /** Without compilers, which end once everything is compiled. */
        double own() {
            return all - compilers;
        }
    }

    /**
     * What was seen of one node in one round.
     *
     * @param signs that its clients heard
     * @param heap what is alive in it
     * @param beside what is resident beside the heap
     */
    private record Seen(Cpu cpu, long signs, double heap, double beside) {}

    /** A node, and the clients that it has. */
    private record Stand(ProcessHandle node, Member crowd) {
        long heard() {
            return ask("heard");
        }

        long ask(String question) {
            try {
                crowd.ask(question);
                return crowd.answer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Seen seen(Cpu cpu) {
            long signs = heard();
            long heap = liveHeap(node.pid());
            return new Seen(cpu, signs, heap, ProcessMemory.resident(node) - HEAP_BYTES);
        }
    }

    @Override
    public Integer call() throws IOException {
        out.println(Machine.line(root));
        List<Four<Seen>> all = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            all.add(round());
            out.println("round " + round);
        }
        report(all);
        return 0;
    }

    private Four<Seen> round() throws IOException {
        try (Children children = new Children()) {
            Nodes nodes = new Nodes(children, documents(children));
            Four<Stand> stands = new Four<>(
                    stand(children, nodes, "none", USUAL),
                    gone(held(stand(children, nodes, "gone", USUAL))),
                    held(stand(children, nodes, "silent", "1h")),
                    held(stand(children, nodes, "signs", USUAL)));
            Pause.of(Duration.ofSeconds(rest));
            stands.all().forEach(Stand::heard);
            Four<Supplier<Cpu>> meters = stands.map(stand -> Cpu.meter(stand.node()));
            Pause.of(Duration.ofSeconds(seconds));
            Four<Cpu> cpu = meters.map(Supplier::get);
            return new Four<>(
                    stands.none().seen(cpu.none()),
                    stands.gone().seen(cpu.gone()),
                    stands.silent().seen(cpu.silent()),
                    stands.signs().seen(cpu.signs()));
        }
    }

    private Path documents(Children children) throws IOException {
        Path resources = Files.createDirectories(children.directory().resolve("resources"));
        StringBuilder documents = new StringBuilder(Grants.asking("asking"))
                .append("---\nkind: Server\nname: " + Calls.SERVER
                        + "\nupstream: { url: \"http://127.0.0.1:9/mcp\" }\n");
        for (String token : Grants.uniform(grants)) {
            documents.append("---\n").append(Grants.document(token, "asking"));
        }
        Files.writeString(resources.resolve("documents.yaml"), documents);
        return resources;
    }

    private Stand stand(Children children, Nodes nodes, String name, String keepAlive) throws IOException {
        Target node = nodes.alone(
                name,
                new Build(root.resolve("turnpike"), HEAP),
                List.of(
                        "--grid",
                        "hazelcast",
                        "--member-port",
                        "0",
                        "--max-requests",
                        Integer.toString(2 * calls),
                        "--max-held",
                        Integer.toString(calls),
                        "--held-keep-alive",
                        keepAlive));
        String port = Integer.toString(node.addresses().get(0).getPort());
        return new Stand(
                node.processes().get(0), Member.start(children, name + "-crowd", CrowdMain.class, List.of(port)));
    }

    /** Each call has heard its first sign. */
    private Stand held(Stand stand) {
        stand.ask("hold " + calls + " " + grants);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long held = stand.heard(); held < calls; held += stand.heard()) {
            if (System.nanoTime() > end) {
                throw new ComparisonException("only " + held + " of " + calls + " calls are held");
            }
            Pause.millis(200);
        }
        return stand;
    }

    private static Stand gone(Stand stand) {
        stand.ask("leave");
        return stand;
    }

    /** What is alive after a full collection; {@code jcmd} makes one before it counts. */
    private static long liveHeap(long pid) {
        try (BufferedReader said = new ProcessBuilder("jcmd", Long.toString(pid), "GC.class_histogram")
                .start()
                .inputReader(StandardCharsets.UTF_8)) {
            return said.lines()
                    .map(TOTAL::matcher)
                    .filter(Matcher::find)
                    .map(total -> Long.parseLong(total.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new ComparisonException("jcmd did not tell the heap of process " + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report(List<Four<Seen>> all) {
        Table table = new Table(
                "", "none held", "approvals alone", "%,d held, no sign due".formatted(calls), "held, with signs");
        row(table, "live heap, MiB", "%.1f", all, seen -> seen.heap() / MIB);
        row(table, "beside the heap, MiB", "%.1f", all, seen -> seen.beside() / MIB);
        row(table, "CPU, % of one core", "%.2f", all, seen -> percent(seen.cpu().own()));
        row(
                table,
                "of it collecting garbage",
                "%.2f",
                all,
                seen -> percent(seen.cpu().collectors()));
        row(
                table,
                "CPU of Java's compilers",
                "%.2f",
                all,
                seen -> percent(seen.cpu().compilers()));
        row(table, "signs a second", "%.0f", all, seen -> (double) seen.signs() / seconds);
        out.printf("%n%s%n%n", table);
        out.printf("a held call takes %.1f KiB%n", Median.of(all, HeldCalls::bytes) / KIB / calls);
        out.printf("a sign of life takes %.1f µs%n", Median.of(all, HeldCalls::microsOfSign));
    }

    private static double bytes(Four<Seen> seen) {
        return seen.signs().heap()
                + seen.signs().beside()
                - seen.none().heap()
                - seen.none().beside();
    }

    private static double microsOfSign(Four<Seen> seen) {
        double more = seen.signs().cpu().own() - seen.silent().cpu().own();
        return more * MICROS / (seen.signs().signs() - seen.silent().signs());
    }

    private double percent(double cpuSeconds) {
        return 100 * cpuSeconds / seconds;
    }

    private static void row(
            Table table, String what, String form, List<Four<Seen>> all, ToDoubleFunction<Seen> figure) {
        Four<Function<Four<Seen>, Seen>> columns = new Four<>(Four::none, Four::gone, Four::silent, Four::signs);
        Stream<String> medians = columns.all()
                .map(column -> form.formatted(Median.of(all, seen -> figure.applyAsDouble(column.apply(seen)))));
        table.row(Stream.concat(Stream.of(what), medians).toArray(String[]::new));
    }
}
