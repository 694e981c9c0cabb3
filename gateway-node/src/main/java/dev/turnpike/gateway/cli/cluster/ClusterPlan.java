package dev.turnpike.gateway.cli.cluster;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a cluster on this machine will consist of. Everything listens on the loopback address.
 *
 * @param directory for configurations, logs and audit files; absolute
 * @param name keeps it apart from other clusters of this machine
 * @param balancerPort where agents connect
 * @param statsPort the balancer's own state
 * @param prometheusPort empty if there is no Prometheus
 * @param resources the documents; absolute
 */
public record ClusterPlan(
        Path directory,
        String name,
        int balancerPort,
        int statsPort,
        Optional<Integer> prometheusPort,
        Path resources,
        List<NodePlan> nodes) {
    public ClusterPlan {
        nodes = List.copyOf(nodes);
    }

    /**
     * Chooses ports that are free.
     *
     * @param nodes how many
     * @param balancerPort 0 for any that is free
     */
    public static ClusterPlan of(Path directory, Path resources, int nodes, int balancerPort, boolean prometheus) {
        FreePorts ports = new FreePorts();
        if (balancerPort != 0 && !FreePorts.isFree(balancerPort)) {
            throw new ClusterException(
                    "port " + balancerPort + " is in use; choose another with `--port`, 0 for any that is free");
        }
        return new ClusterPlan(
                directory.toAbsolutePath(),
                "local-" + ProcessHandle.current().pid(),
                balancerPort == 0 ? ports.next() : balancerPort,
                ports.next(),
                prometheus ? Optional.of(ports.next()) : Optional.empty(),
                resources.toAbsolutePath(),
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(number -> NodePlan.next(number, ports))
                        .toList());
    }

    /** Where agents connect, without path. */
    public String url() {
        return "http://" + NodePlan.HOST + ":" + balancerPort;
    }

    /** The balancer's page for people. */
    public String stats() {
        return "http://" + NodePlan.HOST + ":" + statsPort + "/";
    }

    public Optional<String> prometheus() {
        return prometheusPort.map(port -> "http://" + NodePlan.HOST + ":" + port);
    }

    /** The one node that reads the documents and watches them; the others learn them from the grid. */
    public NodePlan reader() {
        return nodes.get(0);
    }

    /** A node's settings, by key. */
    Map<String, String> settings(NodePlan node) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("node-name", node.name());
        settings.put("agent-host", NodePlan.HOST);
        settings.put("agent-port", Integer.toString(node.agentPort()));
        settings.put("management-host", NodePlan.HOST);
        settings.put("management-port", Integer.toString(node.managementPort()));
        // Plain HTTP: all of it stays on the loopback address.
        List.of("agent-tls-certificate", "agent-tls-key", "management-tls-certificate", "management-tls-key")
                .forEach(setting -> settings.put(setting, ""));
        settings.put("public-url", url());
        settings.put("grid", "hazelcast");
        settings.put("cluster-name", name);
        settings.put("cluster-size", Integer.toString(nodes.size()));
        settings.put("member-host", NodePlan.HOST);
        settings.put("member-port", Integer.toString(node.memberPort()));
        settings.put("members", nodes.stream().map(NodePlan::member).collect(joining(",")));
        // Longer than the balancer takes to notice.
        settings.put("stop-delay", "1s");
        settings.put("audit-file", audit(node).toString());
        settings.put("admin-token", "file:" + adminToken());
        if (node.equals(reader())) {
            settings.put("resources", resources.toString());
        }
        return settings;
    }

    /** A node's settings file, for {@code turnpike up --config}. */
    public Path config(NodePlan node) {
        return file(node.name() + ".json");
    }

    public Path audit(NodePlan node) {
        return file(node.name() + "-audit.jsonl");
    }

    /** Holds the token of the operator {@code admin}, for all nodes. */
    Path adminToken() {
        return file("admin-token");
    }

    Path file(String fileName) {
        return directory.resolve(fileName);
    }
}
