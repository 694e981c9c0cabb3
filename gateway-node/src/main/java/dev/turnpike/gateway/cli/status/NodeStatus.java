package dev.turnpike.gateway.cli.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node that was asked.
 *
 * @param name as far as it is known
 * @param management where it was asked
 * @param report what it said
 * @param clock how far its clock is from this machine's; empty if it did not say
 * @param silence why it said nothing; empty if it did
 */
public record NodeStatus(
        String name, String management, Optional<NodeReport> report, Optional<ClockReading> clock, String silence) {
    static NodeStatus said(String management, NodeReport report, Instant sent, Duration took) {
        Optional<ClockReading> clock = report.vitals().map(vitals -> ClockReading.of(vitals.clock(), sent, took));
        return new NodeStatus(report.name(), management, Optional.of(report), clock, "");
    }

    static NodeStatus silent(String name, String management, String why) {
        return new NodeStatus(name, management, Optional.empty(), Optional.empty(), why);
    }

    boolean isReady() {
        return report.filter(said -> said.notReady().isEmpty()).isPresent();
    }
}
