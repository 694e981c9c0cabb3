package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.NodeConfig;
import java.net.URI;

/**
 * Where a node is reached, as URLs without path.
 *
 * @param agents for agents; the public URL where one is set
 * @param management for operators and probes
 */
record Addresses(String agents, String management) {
    static Addresses of(NodeConfig config, Node node) {
        String agents = url(
                config.agent().host(), node.agentPort(), config.tls().agent().isPresent());
        return new Addresses(
                config.publicUrl().map(URI::toString).orElse(agents),
                url(
                        config.management().host(),
                        node.managementPort(),
                        config.tls().management().isPresent()));
    }

    /** A host that stands for all addresses is reached at the loopback one. */
    private static String url(String host, int port, boolean tls) {
        String reached = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
        return (tls ? "https://" : "http://") + reached + ":" + port;
    }
}
