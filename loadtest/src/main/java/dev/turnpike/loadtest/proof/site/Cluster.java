package dev.turnpike.loadtest.proof.site;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Node processes that form one cluster, and the balancer before them. */
public final class Cluster implements AutoCloseable {
    /** How many nodes every cluster of the proof has. */
    public static final int NODES = 3;

    private static final Duration START = Duration.ofMinutes(2);

    private final Site site;
    private final List<NodeProcess> nodes;
    private final int balancerPort;
    private final int statsPort;
    private final Path directory;
    private volatile Optional<Balancer> balancer = Optional.empty();

    private Cluster(Site site, List<NodeProcess> nodes, List<Integer> balancerPorts, Path directory) {
        this.directory = directory;
        this.site = site;
        this.nodes = List.copyOf(nodes);
        this.balancerPort = balancerPorts.get(0);
        this.statsPort = balancerPorts.get(1);
    }

    /**
     * A cluster of which nothing runs yet.
     *
     * @param command that runs a node
     * @param settings of every node, beyond those that make them a cluster
     * @param directory for logs and audit files
     */
    public static Cluster of(Site site, List<String> command, Map<String, String> settings, Path directory) {
        List<Place> places = site.places();
        List<NodeProcess> nodes = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            String name = "n" + (i + 1);
            Map<String, String> all = membership(name, places.get(i), places);
            all.putAll(settings);
            nodes.add(new NodeProcess(name, places.get(i), directory, command, all));
        }
        return new Cluster(site, nodes, Loopback.freePorts(2), directory);
    }

    /** Starts all, and returns when every node is ready and sees the others. */
    public void start() {
        balancer = Optional.of(Balancer.start(site.host(), balancerPort, statsPort, nodes, directory));
        nodes.forEach(node -> node.shiftClock(Duration.ZERO));
        nodes.forEach(NodeProcess::start);
        awaitWhole();
    }

    /** Ends all nodes on the spot, at once. */
    public void kill() {
        nodes.forEach(NodeProcess::signalKill);
        nodes.forEach(NodeProcess::kill);
    }

    /** Starts all nodes again, and returns when every one is ready and sees the others. */
    public void startAgain() {
        nodes.forEach(NodeProcess::start);
        awaitWhole();
    }

    /** Waits until every node has reached its store, and stored all that changed before the last moment. */
    public void awaitStored() {
        Patience.until(
                "all nodes have stored what changed",
                START,
                () -> nodes.stream()
                        .allMatch(
                                node -> node.status().filter(NodeStatus::stored).isPresent()));
    }

    public Site site() {
        return site;
    }

    public List<NodeProcess> nodes() {
        return nodes;
    }

    public int balancerPort() {
        return balancerPort;
    }

    /** Where Prometheus learns of the balancer. */
    public int statsPort() {
        return statsPort;
    }

    /** Waits until every node is ready, sees all others, and every counter has its copies. */
    public void awaitWhole() {
        Patience.until("all nodes are ready and see each other", START, () -> {
            nodes.stream().filter(node -> !node.isAlive()).findFirst().ifPresent(ended -> {
                throw new ProofException("node " + ended.name() + " ended by itself; its log is " + ended.log());
            });
            return nodes.stream()
                    .allMatch(node -> node.status()
                            .filter(status -> status.ready() && status.members() == nodes.size() && status.safe())
                            .isPresent());
        });
    }

    /** Waits until the other nodes have given up this one. */
    public void awaitWithout(int gone) {
        Patience.until(
                "the others have given up node " + nodes.get(gone).name(),
                START,
                () -> nodes.stream()
                        .filter(node -> node != nodes.get(gone))
                        .allMatch(node -> node.status()
                                .filter(status -> status.members() < nodes.size())
                                .isPresent()));
    }

    /** Waits until this node says that it should get no calls. */
    public void awaitUnready(int node) {
        Patience.until(
                "node " + nodes.get(node).name() + " says that it is not ready",
                START,
                () -> nodes.get(node).status().filter(status -> !status.ready()).isPresent());
    }

    @Override
    public void close() {
        balancer.ifPresent(Balancer::close);
        nodes.forEach(NodeProcess::close);
    }

    private static Map<String, String> membership(String name, Place place, List<Place> all) {
        Map<String, String> settings = new HashMap<>();
        settings.put("agent-host", place.host());
        settings.put("agent-port", Integer.toString(place.agentPort()));
        settings.put("management-host", place.host());
        settings.put("management-port", Integer.toString(place.managementPort()));
        settings.put("allowed-hosts", "*");
        settings.put("grid", "hazelcast");
        settings.put("cluster-name", "proof-" + ProcessHandle.current().pid());
        settings.put("cluster-size", Integer.toString(all.size()));
        settings.put("member-host", place.memberHost());
        settings.put("member-port", Integer.toString(place.memberPort()));
        settings.put(
                "members",
                all.stream()
                        .map(other -> other.memberHost() + ":" + other.memberPort())
                        .collect(joining(",")));
        settings.put("node-name", name);
        settings.put("stop-delay", "2s");
        return settings;
    }
}
