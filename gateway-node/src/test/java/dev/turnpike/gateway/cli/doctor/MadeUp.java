package dev.turnpike.gateway.cli.doctor;

import dev.turnpike.gateway.cli.doctor.Subject.Certificate;
import dev.turnpike.gateway.cli.doctor.Subject.MemberPort;
import dev.turnpike.gateway.cli.status.ClockReading;
import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Grid;
import dev.turnpike.gateway.cli.status.NodeReport.Member;
import dev.turnpike.gateway.cli.status.NodeStatus;
import dev.turnpike.gateway.cli.status.Vitals;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster that is well, or settings that are, until a test spoils a part of it. */
final class MadeUp {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final URI URL = URI.create("https://mcp.example.org/mcp/kestra");
    static final String CHALLENGE =
            "Bearer resource_metadata=\"https://mcp.example.org/.well-known/oauth-protected-resource/mcp/kestra\"";

    int size = 3;
    String version = "1.0";
    String notReady = "";
    long revision = 7;
    boolean available = true;
    boolean safe = true;
    int lost;
    boolean exposed;
    String store = "postgresql";
    String storeProblem = "";
    long lagMillis = 400;
    String java = "17.0.15";
    int processors = 2;
    long heapMib = 512;
    int poolThreads = 2;
    long openFiles = 100;
    long maxOpenFiles = 65_536;
    String managementHost = "127.0.0.1";
    Vitals.Audit audit = new Vitals.Audit(true, false, true, 0, 50L << 30, 100L << 30);
    Map<String, String> marks = Map.of("store", "aa", "max-body", "bb");
    long aheadMillis;
    long errorMillis = 2;
    int members = 3;

    private final List<NodeStatus> nodes = new ArrayList<>();

    /** Adds a node as the fields have it now. */
    MadeUp node(String name) {
        List<Member> there = new ArrayList<>();
        for (int i = 1; i <= members; i++) {
            there.add(new Member("n" + i, "10.0.0." + i + ":5701", "", "http://10.0.0." + i + ":8081"));
        }
        NodeReport report = new NodeReport(
                name,
                version,
                notReady,
                revision,
                new Grid("hazelcast", "made-up", size, size / 2 + 1, available, safe, 12, lost, exposed, there),
                store,
                storeProblem,
                lagMillis,
                List.of(),
                Optional.of(vitals()));
        nodes.add(new NodeStatus(
                name,
                "http://" + name + ":8081",
                Optional.of(report),
                Optional.of(new ClockReading(Duration.ofMillis(aheadMillis), Duration.ofMillis(errorMillis))),
                ""));
        return this;
    }

    MadeUp silent(String name) {
        nodes.add(new NodeStatus(name, "http://" + name + ":8081", Optional.empty(), Optional.empty(), "no answer"));
        return this;
    }

    Vitals vitals() {
        return new Vitals(
                NOW,
                java,
                processors,
                heapMib << 20,
                poolThreads,
                openFiles,
                maxOpenFiles,
                managementHost,
                new Vitals.Caps(4_096, 16_384, 32_768, 2_048, 4 << 20, 16 << 10, 16 << 20),
                audit,
                marks);
    }

    /** The cluster alone; of three nodes if none was added. */
    Subject running() {
        return running(Map.of(), List.of());
    }

    Subject running(Map<String, MemberPort> ports, List<Certificate> certificates) {
        if (nodes.isEmpty()) {
            node("n1").node("n2").node("n3");
        }
        return new Subject(
                NOW, Optional.of(new ClusterStatus(nodes)), Optional.empty(), Optional.empty(), ports, certificates);
    }

    /** Settings alone. */
    static Subject configured(Configured settings) {
        return new Subject(NOW, Optional.empty(), Optional.of(settings), Optional.empty(), Map.of(), List.of());
    }

    /** What is in front of the nodes alone. */
    static Subject balancer(BalancerReport report) {
        return new Subject(NOW, Optional.empty(), Optional.empty(), Optional.of(report), Map.of(), List.of());
    }

    /** Good settings of a member of three, with others put over them: each a key and a value. */
    static NodeConfig settings(String... others) {
        Map<String, String> all = new java.util.HashMap<>(Map.of(
                "grid", "hazelcast",
                "cluster-size", "3",
                "member-host", "10.0.0.1",
                "members", "10.0.0.1,10.0.0.2,10.0.0.3",
                "store", "jdbc:postgresql://db/turnpike?sslmode=verify-full",
                "admin-token", "env:ADMIN"));
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return NodeConfigReader.read(all, Map.of(), Optional.empty());
    }

    Configured found(NodeConfig config) {
        return new Configured(
                config, vitals(), List.of(), 3, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }
}
