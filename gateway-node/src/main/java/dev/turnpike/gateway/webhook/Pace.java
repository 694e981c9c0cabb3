package dev.turnpike.gateway.webhook;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try. */
@FunctionalInterface
interface Pace {
    /** The longest wait. */
    long LONGEST_MILLIS = 300_000;

    /** From a second to five minutes, doubling, and half of it by chance, so that nodes do not come all at once. */
    Pace DOUBLING = tries -> {
        long most = Math.min(LONGEST_MILLIS, 1_000L << Math.min(tries - 1, 20));
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    };

    /**
     * The wait, in milliseconds.
     *
     * @param tries how many have failed, at least 1
     */
    long millisAfter(int tries);
}
