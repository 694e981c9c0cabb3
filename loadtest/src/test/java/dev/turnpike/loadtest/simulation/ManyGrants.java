package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** Thousands of grants, each with a small limit of its own, which some of them exhaust. */
public final class ManyGrants extends AgentSimulation {
    public ManyGrants() {
        super(Parameter.GRANTS.count(5_000, Parameter.MOST_GRANTS), Parameter.LIMIT.count(2, Integer.MAX_VALUE));
        run(Load.asked(300, Duration.ofSeconds(30)), send(Request.LIMITED));
    }
}
