package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Limit;

/**
 * What the agents of one grant ask for.
 *
 * @param token the grant's
 * @param agents how many there are; each waits for its answer before it calls again
 * @param callsPerSecond of all together, while answers come fast enough
 * @param decimals whether a call spends an amount with six decimal places, or counts as one
 */
public record Demand(Limit limit, String token, int agents, double callsPerSecond, boolean decimals) {}
