package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Limit;
import dev.turnpike.loadtest.proof.load.Demand;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How hard to try.
 *
 * @param load how long a scenario lasts at least
 * @param window the length of the short windows
 * @param kills how often all nodes are killed at once
 * @param outage how long the database is gone
 * @param seed of everything that is drawn
 * @param settings of the nodes, beyond those that make them a cluster
 */
record Plan(Duration load, Duration window, int kills, Duration outage, long seed, Map<String, String> settings) {
    private static final Duration LONG_LOAD = Duration.ofSeconds(60);
    private static final double EXCESS = 1.6;
    private static final double MEAN_AMOUNT = 500;

    Plan {
        settings = Map.copyOf(settings);
    }

    /** Limits of every size and kind, with more demand than they let through. */
    List<Demand> everyLimit(String scenario) {
        boolean isLong = load.compareTo(LONG_LOAD) >= 0;
        Duration minute = Duration.ofMinutes(1);
        return List.of(
                counting(scenario, "10-fixed", 10, window, false, 4, 3 * EXCESS),
                counting(scenario, "10-sliding", 10, window, true, 4, 3 * EXCESS),
                counting(scenario, "1000-fixed", 1_000, window, false, 32, EXCESS),
                counting(scenario, "1000-sliding", 1_000, window, true, 32, EXCESS),
                adding(scenario, "100000-fixed-decimals", window, false, 12, EXCESS),
                adding(scenario, "100000-sliding-decimals", window, true, 12, EXCESS),
                counting(scenario, "1000-hour", 1_000, Duration.ofHours(1), false, 16, 360),
                // A hundred thousand calls a minute are a load of their own.
                counting(scenario, "100000-minute", 100_000, minute, false, isLong ? 96 : 8, isLong ? 1.3 : 0.05));
    }

    /**
     * Limits whose windows outlast the start of a cluster, some of which are never exhausted: what they count tells what
     * was forgotten.
     */
    List<Demand> longWindows(String scenario) {
        Duration minute = Duration.ofMinutes(1);
        Duration hour = Duration.ofHours(1);
        long many = 1_000_000;
        return List.of(
                calling(scenario, "1000000-hour", many, hour, false, 32, 150),
                calling(scenario, "1000000-hour-sliding", many, hour, true, 16, 50),
                calling(scenario, "10-hour", 10, hour, false, 4, 2),
                calling(scenario, "300-minute", 300, minute, false, 16, 15),
                calling(scenario, "300-minute-sliding", 300, minute, true, 16, 15),
                adding(scenario, "100000-minute-decimals", minute, false, 12, 4),
                counting(scenario, "10-fixed", 10, window, false, 4, 3 * EXCESS));
    }

    /** The same for sessions, each with counters of its own: some are exhausted soon, some never. */
    List<Demand> longWindowsOfSessions(String scenario) {
        Duration hour = Duration.ofHours(1);
        Demand exhausted = calling(scenario, "60-hour-session", 60, hour, false, 2, 2);
        Demand sliding = calling(scenario, "60-hour-sliding-session", 60, hour, true, 2, 2);
        Demand open = calling(scenario, "1000000-hour-session", 1_000_000, hour, false, 4, 15);
        return List.of(
                exhausted.in("a"),
                exhausted.in("b"),
                exhausted.in("c"),
                sliding.in("a"),
                sliding.in("b"),
                open.in("a"),
                open.in("b"));
    }

    /** Limits that get exactly as many calls as they let through, for agents that send each of them twice. */
    List<Demand> exactDemand(String scenario) {
        return List.of(
                counting(scenario, "100-fixed", 100, window, false, 32, 1),
                counting(scenario, "100-sliding", 100, window, true, 32, 1),
                adding(scenario, "100000-fixed-decimals", window, false, 32, 1));
    }

    /** Calls that no limit stops, before any scenario: nodes that have just started are slow. */
    List<Demand> warmUp() {
        return List.of(counting("warm", "up", 1_000_000_000, Duration.ofHours(1), false, 32, 0.01));
    }

    private static Demand counting(
            String scenario, String name, long max, Duration window, boolean sliding, int agents, double excess) {
        Limit limit = new Limit(scenario + "-" + name, max * Limit.MICROS, window.toMillis(), sliding);
        return new Demand(
                limit,
                token(limit),
                /* session= */ "",
                agents,
                excess * max / window.toSeconds(),
                /* decimals= */ false);
    }

    private static Demand calling(
            String scenario, String name, long max, Duration window, boolean sliding, int agents, double perSecond) {
        return counting(scenario, name, max, window, sliding, agents, perSecond * window.toSeconds() / max);
    }

    private static Demand adding(
            String scenario, String name, Duration window, boolean sliding, int agents, double excess) {
        long max = 100_000;
        Limit limit = new Limit(scenario + "-" + name, max * Limit.MICROS, window.toMillis(), sliding);
        double callsPerSecond = excess * max / MEAN_AMOUNT / window.toSeconds();
        return new Demand(limit, token(limit), /* session= */ "", agents, callsPerSecond, /* decimals= */ true);
    }

    private static String token(Limit limit) {
        return "tpk_proof-" + limit.grant();
    }
}
