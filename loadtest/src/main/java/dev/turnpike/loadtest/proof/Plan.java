package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Limit;
import dev.turnpike.loadtest.proof.load.Demand;
import java.time.Duration;
import java.util.List;

/**
 * How hard to try.
 *
 * @param load how long a scenario lasts at least
 * @param window the length of the short windows
 * @param seed of everything that is drawn
 */
record Plan(Duration load, Duration window, long seed) {
    private static final Duration LONG_LOAD = Duration.ofSeconds(60);
    private static final double EXCESS = 1.6;
    private static final double MEAN_AMOUNT = 500;

    /** Limits of every size and kind, with more demand than they let through. */
    List<Demand> everyLimit(String scenario) {
        boolean isLong = load.compareTo(LONG_LOAD) >= 0;
        return List.of(
                counting(scenario, "10-fixed", 10, window, false, 3, EXCESS * 3),
                counting(scenario, "10-sliding", 10, window, true, 3, EXCESS * 3),
                counting(scenario, "1000-fixed", 1_000, window, false, 8, EXCESS),
                counting(scenario, "1000-sliding", 1_000, window, true, 8, EXCESS),
                adding(scenario, "100000-fixed-decimals", false, 6, EXCESS),
                adding(scenario, "100000-sliding-decimals", true, 6, EXCESS),
                counting(scenario, "1000-hour", 1_000, Duration.ofHours(1), false, 6, 360),
                counting(
                        scenario,
                        "100000-minute",
                        100_000,
                        Duration.ofMinutes(1),
                        false,
                        isLong ? 48 : 4,
                        isLong ? 1.3 : 0.05));
    }

    /** Limits that get exactly as many calls as they let through, for agents that send each of them twice. */
    List<Demand> exactDemand(String scenario) {
        return List.of(
                counting(scenario, "1000-fixed", 1_000, window, false, 8, 1),
                counting(scenario, "1000-sliding", 1_000, window, true, 8, 1),
                adding(scenario, "100000-fixed-decimals", false, 6, 1));
    }

    private static Demand counting(
            String scenario, String name, long max, Duration window, boolean sliding, int agents, double excess) {
        Limit limit = new Limit(scenario + "-" + name, max * Limit.MICROS, window.toMillis(), sliding);
        return new Demand(limit, token(limit), agents, excess * max / window.toSeconds(), /* decimals= */ false);
    }

    private Demand adding(String scenario, String name, boolean sliding, int agents, double excess) {
        long max = 100_000;
        Limit limit = new Limit(scenario + "-" + name, max * Limit.MICROS, window.toMillis(), sliding);
        double callsPerSecond = excess * max / MEAN_AMOUNT / window.toSeconds();
        return new Demand(limit, token(limit), agents, callsPerSecond, /* decimals= */ true);
    }

    private static String token(Limit limit) {
        return "tpk_proof-" + limit.grant();
    }
}
