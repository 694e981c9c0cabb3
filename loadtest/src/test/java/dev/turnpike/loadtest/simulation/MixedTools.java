package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** What agents do all day: calls that are allowed, denied, judged by their arguments and limited, and tool lists. */
public final class MixedTools extends AgentSimulation {
    public MixedTools() {
        super(Parameter.GRANTS.count(20, Parameter.MOST_GRANTS), Parameter.LIMIT.count(20, Integer.MAX_VALUE));
        run(Load.asked(200, Duration.ofSeconds(30)), mix());
    }
}
