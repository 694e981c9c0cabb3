package dev.turnpike.gateway.cli.status;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a node's clock is from this machine's, as one exchange of messages tells.
 *
 * @param ahead negative if the node's clock is behind
 * @param error by how much that may be wrong either way: half of what the exchange took
 */
public record ClockReading(Duration ahead, Duration error) {
    /**
     * What follows from an exchange: the node looked at its clock at some moment of it.
     *
     * @param sent when the question left, by this machine's clock
     * @param took how long the exchange lasted
     */
    static ClockReading of(Instant node, Instant sent, Duration took) {
        Duration half = took.dividedBy(2);
        return new ClockReading(Duration.between(sent.plus(half), node), half);
    }
}
