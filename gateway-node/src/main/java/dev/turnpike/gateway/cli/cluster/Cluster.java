package dev.turnpike.gateway.cli.cluster;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.StatusReader;
import dev.turnpike.gateway.config.LiveOperators;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.config.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A cluster on this machine, running: nodes, a balancer in front of them, and Prometheus. Thread-safe. */
public final class Cluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(35);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int TAIL_LINES = 15;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ClusterPlan plan;
    private final Consumer<String> news;
    private final Map<String, Leash> nodes = new ConcurrentSkipListMap<>();
    private final Map<Program, Leash> others = new ConcurrentSkipListMap<>();
    private final List<JsonNode> readyLines = new ArrayList<>();
    private final Secret adminToken = LiveOperators.newToken();
    private volatile boolean closing;

    /**
     * Starts nothing yet.
     *
     * @param news gets a line when a process ends that was not told to
     */
    public Cluster(ClusterPlan plan, Consumer<String> news) {
        this.plan = plan;
        this.news = news;
    }

    /**
     * Starts everything and waits until it serves. A cluster that cannot start is to be closed all the same. Blocks.
     *
     * @param programs where those are that the plan needs
     * @throws ClusterException with the end of the log of whatever did not start
     */
    public void start(Map<Program, Path> programs) {
        try {
            open(programs);
        } catch (IOException e) {
            throw new ClusterException("the cluster cannot start: " + e.getMessage());
        }
    }

    public ClusterPlan plan() {
        return plan;
    }

    /** A node's process. */
    public long pid(NodePlan node) {
        return leash(node.name()).pid();
    }

    /** The process of the balancer or of Prometheus; empty if there is none. */
    public Optional<Long> pid(Program program) {
        return Optional.ofNullable(others.get(program)).map(Leash::pid);
    }

    /** What operators sign in with, at every node. */
    public Secret adminToken() {
        return adminToken;
    }

    /** What each node printed when it was ready. */
    public List<JsonNode> readyLines() {
        return List.copyOf(readyLines);
    }

    private void open(Map<Program, Path> programs) throws IOException {
        PrivateFile.write(plan.adminToken(), adminToken.reveal() + "\n");
        for (NodePlan node : plan.nodes()) {
            Path config = plan.config(node);
            Files.writeString(config, Configurations.node(plan, node));
            nodes.put(
                    node.name(), begin(node.name(), JavaCommand.of("up", "--config", config.toString(), "-o", "json")));
        }
        for (NodePlan node : plan.nodes()) {
            readyLines.add(readyLine(leash(node.name())));
        }
        openBalancer(programs);
        openPrometheus(programs);
        awaitWhole();
        nodes.values().forEach(this::watch);
        others.values().forEach(this::watch);
    }

    private void openBalancer(Map<Program, Path> programs) throws IOException {
        Path config = plan.file("haproxy.cfg");
        Files.writeString(config, Configurations.haproxy(plan));
        Leash haproxy = begin(
                Program.HAPROXY.command(), List.of(path(programs, Program.HAPROXY), "-db", "-f", config.toString()));
        others.put(Program.HAPROXY, haproxy);
        awaitListening(haproxy, plan.balancerPort());
    }

    private void openPrometheus(Map<Program, Path> programs) throws IOException {
        if (plan.prometheusPort().isEmpty()) {
            return;
        }
        int port = plan.prometheusPort().get();
        Path config = plan.file("prometheus.yml");
        Files.writeString(config, Configurations.prometheus(plan));
        Files.createDirectories(plan.file("rules"));
        for (String rules : Configurations.RULES) {
            Files.writeString(plan.file(rules), Configurations.rules(rules));
        }
        Leash prometheus = begin(
                Program.PROMETHEUS.command(),
                List.of(
                        path(programs, Program.PROMETHEUS),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + plan.file("prometheus"),
                        "--web.listen-address=" + NodePlan.HOST + ":" + port,
                        "--log.level=warn"));
        others.put(Program.PROMETHEUS, prometheus);
        awaitListening(prometheus, port);
    }

    private Leash begin(String name, List<String> command) throws IOException {
        refuseIfClosing();
        return Leash.start(name, command, settings(), plan.file(name + ".log"));
    }

    /** What the plan says must not be overruled by the environment; other settings reach every node from there. */
    private Set<String> settings() {
        Set<String> planned = plan.settings(plan.reader()).keySet();
        return Arrays.stream(Setting.values())
                .filter(setting -> planned.contains(setting.key()))
                .map(Setting::variable)
                .collect(toUnmodifiableSet());
    }

    private static String path(Map<Program, Path> programs, Program program) {
        return String.valueOf(programs.get(program));
    }

    private JsonNode readyLine(Leash node) {
        try {
            return MAPPER.readTree(node.firstLine().get(START.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw notStarted(node, node.ended().join());
        } catch (TimeoutException e) {
            throw notStarted(node, "is not ready after " + START.toSeconds() + " s");
        } catch (JsonProcessingException e) {
            throw notStarted(node, "did not say that it is ready");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted");
        }
    }

    private void awaitListening(Leash program, int port) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!isListening(port)) {
            if (!program.isAlive()) {
                throw notStarted(program, program.ended().join());
            }
            if (System.nanoTime() > deadline) {
                throw notStarted(program, "does not listen after " + START.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** All nodes have found each other and know the same documents. */
    private void awaitWhole() {
        StatusReader reader = new StatusReader(Optional.empty());
        URI management = URI.create(plan.reader().management());
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            ClusterStatus status = reader.read(management);
            if (status.isWell()) {
                return;
            }
            refuseIfClosing();
            if (System.nanoTime() > deadline) {
                throw new ClusterException("the nodes do not form a cluster:\n" + String.join("\n", status.problems()));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void watch(Leash leash) {
        CompletableFuture<Void> unused = leash.ended().thenAccept(how -> {
            if (!closing) {
                news.accept(leash.name() + " (process " + leash.pid() + ") has " + how + consequence(leash));
            }
        });
    }

    private String consequence(Leash leash) {
        if (!nodes.containsKey(leash.name())) {
            return leash.name().equals(Program.HAPROXY.command()) ? "; agents reach no node" : "";
        }
        long left = nodes.values().stream().filter(Leash::isAlive).count();
        return "; " + left + " of " + nodes.size() + " nodes are left"
                + (leash.name().equals(plan.reader().name()) ? ", and edits of the documents go unseen" : "");
    }

    private void refuseIfClosing() {
        if (closing) {
            throw new ClusterException("the cluster was told to end before it was ready");
        }
    }

    private ClusterException notStarted(Leash process, String how) {
        refuseIfClosing();
        return new ClusterException(process.name() + ": " + how + "; the end of its log:\n" + process.tail(TAIL_LINES));
    }

    private Leash leash(String node) {
        return Optional.ofNullable(nodes.get(node)).orElseThrow();
    }

    /**
     * Ends everything: the balancer takes no new connections, the nodes answer what is under way and leave, then the rest
     * goes.
     */
    @Override
    public void close() {
        closing = true;
        Optional.ofNullable(others.get(Program.HAPROXY)).ifPresent(haproxy -> haproxy.signal("USR1"));
        nodes.values().forEach(Leash::letGo);
        nodes.values().forEach(node -> node.await(END));
        others.values().forEach(Leash::letGo);
        others.values().forEach(program -> program.await(END));
    }
}
