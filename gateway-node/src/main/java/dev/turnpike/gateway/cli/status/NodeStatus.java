package dev.turnpike.gateway.cli.status;

import java.util.Optional;

/**
 * A node that was asked.
 *
 * @param name as far as it is known
 * @param management where it was asked
 * @param report what it said
 * @param silence why it said nothing; empty if it did
 */
public record NodeStatus(String name, String management, Optional<NodeReport> report, String silence) {
    static NodeStatus said(String management, NodeReport report) {
        return new NodeStatus(report.name(), management, Optional.of(report), "");
    }

    static NodeStatus silent(String name, String management, String why) {
        return new NodeStatus(name, management, Optional.empty(), why);
    }

    boolean isReady() {
        return report.filter(said -> said.notReady().isEmpty()).isPresent();
    }
}
