package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a grant's counters take of the members' memory, each counter with its backup. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Memory that a grant with four counters takes in a grid of three.")
final class MemoryComparison implements Callable<Integer> {
    private static final int MEMBERS = 3;
    private static final int STEPS = 4;
    private static final int MILLION = 1_000_000;
    private static final double KIB = 1024;

    @Option(names = "--grants", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
    private int grants;

    private final Path root;
    private final PrintStream out;

    MemoryComparison(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        out.println(Machine.line(root));
        try (Children children = new Children()) {
            List<Member> members = Grid.start(children, MEMBERS, /* redisPort= */ 0);
            TreeMap<Integer, Long> heap = new TreeMap<>();
            heap.put(0, Member.sum(members, "heap"));
            for (int step = 1; step <= STEPS; step++) {
                int from = Math.toIntExact((long) grants * (step - 1) / STEPS);
                int to = Math.toIntExact((long) grants * step / STEPS);
                fill(members, from, to);
                heap.put(to, Member.sum(members, "heap"));
            }
            report(heap);
        }
        return 0;
    }

    /** Every member fills in its share, as nodes behind a balancer do. */
    private static void fill(List<Member> members, int from, int to) throws IOException {
        int start = from;
        for (int i = 0; i < members.size(); i++) {
            int end = i == members.size() - 1 ? to : start + (to - from) / members.size();
            members.get(i).ask("fill " + start + " " + end);
            start = end;
        }
        for (Member member : members) {
            member.answer();
        }
    }

    private void report(NavigableMap<Integer, Long> heap) {
        long empty = heap.firstEntry().getValue();
        Table table = new Table("grants", "heap of all members, MiB", "above none, MiB", "KiB a grant");
        for (Map.Entry<Integer, Long> entry : heap.entrySet()) {
            double above = entry.getValue() - empty;
            table.row(
                    "%,d".formatted(entry.getKey()),
                    mebibytes(entry.getValue().doubleValue()),
                    mebibytes(above),
                    entry.getKey() == 0 ? "" : "%.2f".formatted(above / KIB / entry.getKey()));
        }
        double slope = slope(heap);
        table.row(
                "%,d, extrapolated".formatted(MILLION),
                mebibytes(empty + slope * MILLION),
                mebibytes(slope * MILLION),
                "%.2f".formatted(slope / KIB));
        out.printf("%nfour counters a grant, one backup, %d members%n%n%s%n", MEMBERS, table);
    }

    /** Bytes for each further grant, between the first step and the last: what the first ones bring is in neither. */
    static double slope(NavigableMap<Integer, Long> heap) {
        Map.Entry<Integer, Long> first = heap.higherEntry(0);
        Map.Entry<Integer, Long> last = heap.lastEntry();
        return (last.getValue() - first.getValue()) / (double) (last.getKey() - first.getKey());
    }

    private static String mebibytes(double bytes) {
        return "%.1f".formatted(bytes / KIB / KIB);
    }
}
