package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Limit;
import java.util.random.RandomGenerator;

/** What single calls spend: one, or an amount with six decimal places that is five hundred on average. */
final class Amounts {
    private static final long LEAST = 100 * Limit.MICROS;
    private static final long MOST = 900 * Limit.MICROS;

    private final RandomGenerator random;
    private final boolean decimals;

    Amounts(RandomGenerator random, boolean decimals) {
        this.random = random;
        this.decimals = decimals;
    }

    long nextMicros() {
        return decimals ? random.nextLong(LEAST, MOST + 1) : Limit.MICROS;
    }
}
