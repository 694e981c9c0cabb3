package dev.turnpike.loadtest.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.hazelcast.GridSettings;
import dev.turnpike.clusterstate.hazelcast.HazelcastClusterState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A process with one member of a grid, and a client of Redis. Answers every line that it reads with one number: {@code
 * ready}, {@code grid|redis|batched MILLIS CALLERS} (spends granted), {@code unanswered} (spends that the grid did not answer), {@code held} (what the grid has counted), {@code
 * fill FROM TO} (grants), {@code heap} (bytes in use after a collection).
 */
final class MemberMain {
    private static final int COLLECTIONS = 3;
    private static final long BETWEEN_MILLIS = 200;

    private MemberMain() {}

    /**
     * Opens the member, answers, and closes it when there is nothing more to read.
     *
     * @param arguments the member's port, all members' addresses, and the port of Redis or 0
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, /* autoFlush= */ true, UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        List<String> members = List.of(arguments[1].split(",", -1));
        int redisPort = Integer.parseInt(arguments[2]);
        try (ClusterState state = HazelcastClusterState.open(
                        settings(Integer.parseInt(arguments[0]), members), InstantSource.system());
                RedisSpends redis = RedisSpends.open(redisPort)) {
            GridSpends grid = new GridSpends(state.ledger());
            LongAdder unanswered = new LongAdder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(line.split(" ", -1), grid, redis, unanswered));
            }
        }
        System.exit(0);
    }

    private static long answer(String[] words, GridSpends grid, RedisSpends redis, LongAdder unanswered) {
        return switch (words[0]) {
            case "ready" -> 1;
            case "grid" -> Callers.run(grid::spend, Integer.parseInt(words[2]), millis(words[1]), unanswered);
            case "redis" -> Callers.run(redis::spend, Integer.parseInt(words[2]), millis(words[1]), new LongAdder());
            case "batched" ->
                Callers.run(redis::spendBatched, Integer.parseInt(words[2]), millis(words[1]), new LongAdder());
            case "unanswered" -> unanswered.sum();
            case "held" -> grid.held();
            case "fill" -> grid.fill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "heap" -> heap();
            default -> throw new IllegalArgumentException("question: " + words[0]);
        };
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Pause.millis(BETWEEN_MILLIS);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static GridSettings settings(int port, List<String> members) {
        GridSettings usual = GridSettings.singleMember();
        return new GridSettings(
                "comparison",
                members.size(),
                /* nodeName= */ "",
                "127.0.0.1",
                port,
                members,
                /* memberDns= */ Optional.empty(),
                usual.deadline(),
                usual.failureDetection(),
                usual.coalesce(),
                usual.rememberExhausted(),
                /* stored= */ false);
    }
}
