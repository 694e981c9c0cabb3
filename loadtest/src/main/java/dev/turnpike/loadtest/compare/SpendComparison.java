package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Spends of one hot grant from three processes: from the grid that they form, and from a script of Redis. */
@Command(
        name = "spends",
        mixinStandardHelpOptions = true,
        description = "Exact spends a second on one hot grant from three processes, beside Redis.",
        footer = {
            "",
            "The same callers in the same processes spend from the grid (one synchronous backup) and by a Lua script",
            "from a Redis without replica and persistence: as its client Lettuce sends commands of itself (redis), and",
            "with commands that are ready together written together (batched)."
        })
final class SpendComparison implements Callable<Integer> {
    private static final int MEMBERS = 3;
    private static final String GRID = "grid";
    private static final List<String> WAYS = List.of(GRID, "redis", "batched");

    @Option(names = "--rounds", defaultValue = "9", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "4", description = "Of every measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds for each way. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--callers",
            defaultValue = "256",
            description = "At once in each process. Default: ${DEFAULT-VALUE}.")
    private int callers;

    private final Path root;
    private final PrintStream out;

    SpendComparison(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        out.println(Machine.line(root));
        try (Children children = new Children()) {
            List<Member> members = Grid.start(children, MEMBERS, redis(children));
            long granted = 0;
            for (String way : WAYS) {
                long some = run(members, way, warmUp);
                granted += way.equals(GRID) ? some : 0;
            }
            List<Map<String, Double>> all = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                Map<String, Double> round = new LinkedHashMap<>();
                for (String way : WAYS) {
                    long some = run(members, way, seconds);
                    granted += way.equals(GRID) ? some : 0;
                    round.put(way, some / (double) seconds);
                }
                all.add(round);
                out.printf("round %d of %d: %s%n", i + 1, rounds, round);
            }
            report(all);
            members.get(0).ask("held");
            long held = members.get(0).answer();
            long unanswered = Member.sum(members, "unanswered");
            out.printf(
                    "%ngranted by the grid: %,d; counted by it: %,d; not answered in time: %,d%n",
                    granted, held, unanswered);
            if (held < granted || held > granted + unanswered) {
                throw new ComparisonException("the grid counted other spends than it granted");
            }
        }
        return 0;
    }

    private long run(List<Member> members, String way, int time) throws IOException {
        return Member.sum(members, way + " " + time * 1000L + " " + callers);
    }

    private static int redis(Children children) throws IOException {
        int port = Children.freePort();
        Process process = children.start(
                "redis",
                new ProcessBuilder(
                                Installed.program("redis-server", "redis-server"),
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--save",
                                "",
                                "--appendonly",
                                "no",
                                "--dir",
                                children.directory().toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        Installed.awaitListening("redis", process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
    }

    private void report(List<Map<String, Double>> all) {
        Table table = new Table("spends of one grant", "a second", "x redis", "x batched");
        for (String way : WAYS) {
            table.row(
                    way,
                    "%,.0f".formatted(Median.of(all, round -> rate(round, way))),
                    "%.1f".formatted(Median.of(all, round -> rate(round, way) / rate(round, "redis"))),
                    "%.1f".formatted(Median.of(all, round -> rate(round, way) / rate(round, "batched"))));
        }
        out.printf("%n%d processes, %d callers each%n%n%s%n", MEMBERS, callers, table);
    }

    private static double rate(Map<String, Double> round, String way) {
        return round.getOrDefault(way, Double.NaN);
    }
}
