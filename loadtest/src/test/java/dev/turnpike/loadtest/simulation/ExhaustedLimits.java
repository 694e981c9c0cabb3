package dev.turnpike.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.details;

import io.gatling.javaapi.core.Assertion;
import java.time.Duration;

/** One grant asks for far more than its limit: exactly the limit is allowed, everything else is refused as such. */
public final class ExhaustedLimits extends AgentSimulation {
    private static final int DEMAND = 5;

    public ExhaustedLimits() {
        this(Load.asked(200, Duration.ofSeconds(30)));
    }

    private ExhaustedLimits(Load load) {
        super(/* grants= */ 1, limit(load));
        run(load, send(Request.LIMITED), assertions());
    }

    private Assertion[] assertions() {
        return target().limit().stream()
                .mapToObj(limit -> details(Request.LIMITED.name(Outcome.ALLOWED))
                        .allRequests()
                        .count()
                        .is((long) limit))
                .toArray(Assertion[]::new);
    }

    private static int limit(Load load) {
        int most = (int) Math.max(1, load.calls() / 2);
        return Parameter.LIMIT.count(Math.max(1, most * 2 / DEMAND), most);
    }
}
