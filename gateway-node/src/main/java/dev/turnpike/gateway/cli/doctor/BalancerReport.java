package dev.turnpike.gateway.cli.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of requests by the way that agents take.
 *
 * @param url as agents have it
 * @param plain the answer to a request without a token
 * @param longHeaders the answer to the same with headers that the nodes would take
 * @param headerBytes how long those were
 * @param stream the probe of event streams; empty if no token was given
 */
public record BalancerReport(
        URI url, Answer plain, Answer longHeaders, long headerBytes, Optional<StreamReport> stream) {
    /**
     * An answer, or none.
     *
     * @param status of HTTP; 0 if there was none
     * @param challenge the header {@code WWW-Authenticate}; empty if there was none
     * @param text the beginning of the body, or why there was no answer
     */
    public record Answer(int status, String challenge, String text) {}

    /**
     * The events of a probe, as they arrived.
     *
     * @param status of HTTP; 0 if there was no answer
     * @param isProbe whether the node knew what it was asked
     * @param arrivals of each event, from when the request was sent
     */
    public record StreamReport(int status, boolean isProbe, List<Duration> arrivals) {
        public StreamReport {
            arrivals = List.copyOf(arrivals);
        }
    }
}
