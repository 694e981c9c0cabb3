package dev.turnpike.gateway.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configurations of a cluster's processes. Those of the balancer and of Prometheus are the examples that come with
 * Turnpike, with other addresses in them.
 */
final class Configurations {
    /** The files of rules, which Prometheus looks for beside its configuration. */
    static final List<String> RULES = List.of("rules/recording.yml", "rules/alerts.yml");

    private static final Pattern SERVERS = Pattern.compile("( {4}server n\\d.*\n)+");
    private static final String NODES = "[\"127.0.0.1:8081\", \"127.0.0.1:8083\", \"127.0.0.1:8085\"]";
    private static final String AGENTS = "bind 127.0.0.1:8000";
    private static final String STATS = "127.0.0.1:8404";

    private Configurations() {}

    static String haproxy(ClusterPlan plan) {
        String servers = plan.nodes().stream()
                .map(node -> "    server %s %s:%d port %d%n"
                        .formatted(node.name(), NodePlan.HOST, node.agentPort(), node.managementPort()))
                .collect(joining());
        String text = resource("haproxy/haproxy.cfg");
        text = SERVERS.matcher(text).replaceFirst(Matcher.quoteReplacement(servers));
        text = replaced(text, AGENTS, "bind " + NodePlan.HOST + ":" + plan.balancerPort());
        return replaced(text, STATS, NodePlan.HOST + ":" + plan.statsPort());
    }

    static String prometheus(ClusterPlan plan) {
        String nodes = plan.nodes().stream()
                .map(node -> "\"" + NodePlan.HOST + ":" + node.managementPort() + "\"")
                .collect(joining(", ", "[", "]"));
        String text = replaced(resource("prometheus/prometheus.yml"), NODES, nodes);
        return replaced(text, STATS, NodePlan.HOST + ":" + plan.statsPort());
    }

    /** One of {@link #RULES}. */
    static String rules(String file) {
        return resource("prometheus/" + file);
    }

    /** For {@code turnpike up --config}: JSON, because paths need no care there. */
    static String node(ClusterPlan plan, NodePlan node) throws IOException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(plan.settings(node)) + "\n";
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Configurations.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String replaced(String text, String example, String own) {
        if (!text.contains(example)) {
            throw new IllegalStateException("the example has no `" + example + "`");
        }
        return text.replace(example, own);
    }
}
