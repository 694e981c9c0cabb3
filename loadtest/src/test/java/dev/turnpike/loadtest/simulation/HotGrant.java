package dev.turnpike.loadtest.simulation;

import java.time.Duration;

/** One grant spends from one limit as fast as it can, through all nodes: the dearest owner that a grid can have. */
public final class HotGrant extends AgentSimulation {
    public HotGrant() {
        super(/* grants= */ 1, /* limit= */ 1);
        run(Load.asked(500, Duration.ofSeconds(30)), send(Request.AMPLE));
    }
}
