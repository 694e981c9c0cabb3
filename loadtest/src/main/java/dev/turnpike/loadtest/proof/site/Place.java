package dev.turnpike.loadtest.proof.site;

import java.util.List;

/**
 * Where one node lives.
 *
 * @param host its address for agents, operators and probes
 * @param memberHost its address for other nodes
 * @param launch what comes before the command that starts it there
 */
public record Place(
        String host, int agentPort, int managementPort, String memberHost, int memberPort, List<String> launch) {}
