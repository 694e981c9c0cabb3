package dev.turnpike.loadtest.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What calls cost a node while they wait for a person. */
@Command(
        name = "held",
        mixinStandardHelpOptions = true,
        description = "Memory and CPU of calls that a node holds open until a person decides.")
final class HeldCalls implements Callable<Integer> {
    private static final String NODE = "node";
    /** All of it is resident from the start, so that what is resident beside it can be told. */
    private static final String HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch";

    private static final long HEAP_BYTES = 512L << 20;
    private static final double KIB = 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern HELD = Pattern.compile("(?m)^turnpike_held_calls (\\S+)$");
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)");

    @Option(names = "--calls", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int calls;

    @Option(names = "--grants", defaultValue = "100", description = "That share the calls. Default: ${DEFAULT-VALUE}.")
    private int grants;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "Of the CPU's measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rest",
            defaultValue = "60",
            description =
                    "Seconds before each of them, for the compiler to come to its end. Default: ${DEFAULT-VALUE}.")
    private int rest;

    private final Path root;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();

    HeldCalls(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        out.println(Machine.line(root));
        try (Children children = new Children()) {
            Process process = start(children);
            JsonNode ready = new ObjectMapper().readTree(children.firstLine(NODE, process));
            int port = URI.create(ready.at("/nodes/0/url").asText()).getPort();
            URI metrics = URI.create(ready.at("/nodes/0/management").asText() + "/metrics");
            Quiet idle = quiet(process);
            Usage before = usage(process);
            Usage after;
            Quiet quiet;
            try (Crowd crowd = new Crowd(port)) {
                crowd.hold(calls, Grants.uniform(grants));
                awaitHeld(metrics);
                after = usage(process);
                quiet = quiet(process);
            }
            report(before, after, List.of(idle, quiet, quiet(process)));
        }
        return 0;
    }

    /** The live heap of a process and its resident memory, in bytes. */
    private record Usage(long heap, long resident) {}

    /** CPU of a process, and that of its compilers in it: which end once everything is compiled. */
    private record Quiet(double all, double compilers) {
        double own() {
            return 100 * (all - compilers);
        }
    }

    private Process start(Children children) throws IOException {
        Path resources = Files.createDirectories(children.directory().resolve("resources"));
        StringBuilder documents = new StringBuilder(Grants.asking("asking"))
                .append("---\nkind: Server\nname: " + Calls.SERVER
                        + "\nupstream: { url: \"http://127.0.0.1:9/mcp\" }\n");
        for (String token : Grants.uniform(grants)) {
            documents.append("---\n").append(Grants.document(token, "asking"));
        }
        Files.writeString(resources.resolve("documents.yaml"), documents);
        ProcessBuilder command = new ProcessBuilder(
                root.resolve("turnpike").toString(),
                "up",
                "-o",
                "json",
                "--agent-port",
                "0",
                "--management-port",
                "0",
                "--grid",
                "hazelcast",
                "--member-port",
                "0",
                "--max-requests",
                Integer.toString(2 * calls),
                "--max-held",
                Integer.toString(calls),
                "--store",
                "none",
                "--audit-file",
                "none",
                "--resources",
                resources.toString());
        command.environment().put("TURNPIKE_JAVA_OPTS", HEAP);
        return children.start(NODE, command);
    }

    private void awaitHeld(URI metrics) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        double held = 0;
        while (held < calls) {
            if (System.nanoTime() > end) {
                throw new ComparisonException("only " + held + " of " + calls + " calls are held");
            }
            Thread.sleep(200);
            String text = http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher found = HELD.matcher(text);
            held = found.find() ? Double.parseDouble(found.group(1)) : 0;
        }
    }

    /** What the process uses while nothing happens. */
    private Quiet quiet(Process process) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(rest).toMillis());
        Quiet before = cpu(process);
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        Quiet after = cpu(process);
        return new Quiet((after.all - before.all) / seconds, (after.compilers - before.compilers) / seconds);
    }

    private static Quiet cpu(Process process) {
        return new Quiet(ProcessCpu.seconds(List.of(process.toHandle())), ProcessCpu.ofCompilers(process.toHandle()));
    }

    private Usage usage(Process process) throws IOException {
        long pid = process.pid();
        long heap = liveHeap(pid);
        return new Usage(heap, ProcessMemory.resident(process.toHandle()));
    }

    /** What is alive after a full collection; {@code jcmd} makes one before it counts. */
    private static long liveHeap(long pid) throws IOException {
        Process histogram = new ProcessBuilder("jcmd", Long.toString(pid), "GC.class_histogram").start();
        try (BufferedReader said = histogram.inputReader(StandardCharsets.UTF_8)) {
            return said.lines()
                    .map(TOTAL::matcher)
                    .filter(Matcher::find)
                    .map(total -> Long.parseLong(total.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new ComparisonException("jcmd did not tell the heap of process " + pid));
        }
    }

    /** @param cpu the shares of one core with none held, with all, and with none again */
    private void report(Usage before, Usage after, List<Quiet> cpu) {
        Table table = new Table("", "none held", "%,d held".formatted(calls), "KiB a call", "none again");
        row(table, "live heap, MiB", before.heap(), after.heap());
        row(table, "beside the heap, MiB", before.resident() - HEAP_BYTES, after.resident() - HEAP_BYTES);
        row(table, "CPU, % of one core", cpu, Quiet::own);
        row(table, "of Java's compilers", cpu, quiet -> 100 * quiet.compilers());
        out.printf("%n%s", table);
    }

    private static void row(Table table, String what, List<Quiet> cpu, ToDoubleFunction<Quiet> figure) {
        List<String> shares = cpu.stream()
                .map(quiet -> "%.2f".formatted(figure.applyAsDouble(quiet)))
                .toList();
        table.row(what, shares.get(0), shares.get(1), "", shares.get(2));
    }

    private void row(Table table, String what, long before, long after) {
        table.row(
                what,
                "%.1f".formatted(before / KIB / KIB),
                "%.1f".formatted(after / KIB / KIB),
                "%.1f".formatted((after - before) / KIB / calls),
                "");
    }
}
