package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** What agents do all day: calls that are allowed, denied, judged by their arguments and limited, and tool lists. */
public final class MixedTools extends AgentSimulation {
    public MixedTools() {
        super(/* grants= */ 20, Parameter.LIMIT.count(20, Integer.MAX_VALUE));
        run(Load.asked(200, Duration.ofSeconds(30)), mix());
    }
}
