package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** The mix for as long as it takes to see what grows: minutes by default, hours by {@code turnpike.duration}. */
public final class Soak extends AgentSimulation {
    public Soak() {
        super(/* grants= */ 200, Parameter.LIMIT.count(20, Integer.MAX_VALUE));
        run(Load.asked(50, Duration.ofMinutes(5)), mix());
    }
}
