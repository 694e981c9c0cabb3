package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** One agent calls a tool without conditions and limits: what the gate itself costs. */
public final class Baseline extends AgentSimulation {
    public Baseline() {
        super(/* grants= */ 1, /* limit= */ 1);
        run(Load.asked(200, Duration.ofSeconds(30)), send(Request.UNLIMITED));
    }
}
