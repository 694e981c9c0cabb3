package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** The mix for as long as it takes to see what grows: minutes by default, hours by {@code turnpike.duration}. */
public final class Soak extends AgentSimulation {
    public Soak() {
        super(Parameter.GRANTS.count(200, Parameter.MOST_GRANTS), Parameter.LIMIT.count(20, Integer.MAX_VALUE));
        run(Load.asked(50, Duration.ofMinutes(5)), mix());
    }
}
