package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Limit;

/**
 * What the agents of one grant, or of one of its sessions, ask for.
 *
 * @param token the grant's
 * @param session the id of the session in which they call, or an empty text; the limit is for that session alone then
 * @param agents how many there are; each waits for its answer before it calls again
 * @param callsPerSecond of all together, while answers come fast enough
 * @param decimals whether a call spends an amount with six decimal places, or counts as one
 */
public record Demand(Limit limit, String token, String session, int agents, double callsPerSecond, boolean decimals) {
    /** The name of the grant and of its policy, which the sessions of a grant share. */
    public String grant() {
        return session.isEmpty()
                ? limit.grant()
                : limit.grant()
                        .substring(
                                0,
                                limit.grant().length()
                                        - CallText.inSession("", session).length());
    }

    /** The same for one session of the grant. */
    public Demand in(String name) {
        return new Demand(
                new Limit(
                        CallText.inSession(limit.grant(), name),
                        limit.maxMicros(),
                        limit.windowMillis(),
                        limit.sliding()),
                token,
                name,
                agents,
                callsPerSecond,
                decimals);
    }
}
