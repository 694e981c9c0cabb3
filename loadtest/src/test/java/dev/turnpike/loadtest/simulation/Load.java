package dev.turnpike.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.OpenInjectionStep;
import java.time.Duration;

/**
 * How much is asked for. Open: the next call does not wait for the answer to the last one, so that a slow gateway cannot
 * slow its own measurement down.
 *
 * @param perSecond calls a second
 * @param warmUp how long the rate rises before anything is reported
 * @param duration how long the rate is kept
 */
record Load(int perSecond, Duration warmUp, Duration duration) {
    private static final int MOST_PER_SECOND = 100_000;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** What the parameters say, or else these. */
    static Load asked(int perSecond, Duration duration) {
        return new Load(
                Parameter.RATE.count(perSecond, MOST_PER_SECOND),
                Parameter.WARMUP.duration(Duration.ofSeconds(10), Duration.ZERO, LONGEST),
                Parameter.DURATION.duration(duration, Duration.ofSeconds(1), LONGEST));
    }

    /** A rate that rises to the one that is asked for; at least one arrival, because nothing follows none. */
    OpenInjectionStep rising() {
        return warmUp.isZero()
                ? atOnceUsers(1)
                : rampUsersPerSec(1).to(perSecond).during(warmUp);
    }

    OpenInjectionStep steady() {
        return constantUsersPerSec(perSecond).during(duration);
    }

    /** How many calls are reported. */
    long calls() {
        return perSecond * duration.toSeconds();
    }
}
