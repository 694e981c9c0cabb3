package dev.turnpike.loadtest.watch;

import dev.turnpike.gateway.policy.Refusal;
import dev.turnpike.loadtest.proof.NodeCommand;
import dev.turnpike.loadtest.proof.site.Cluster;
import dev.turnpike.loadtest.proof.site.Loopback;
import dev.turnpike.loadtest.proof.site.Namespaces;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import dev.turnpike.loadtest.proof.site.Place;
import dev.turnpike.loadtest.proof.site.Postgres;
import dev.turnpike.loadtest.proof.site.Site;
import dev.turnpike.loadtest.proof.site.Tool;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** A cluster that runs, with its store and everything that it talks to, and a Prometheus that watches it. */
final class Scene implements AutoCloseable {
    /** Tools of the policy; `denied` is none of them. */
    static final List<String> USUAL = List.of("free", "ample", "ample", "free", "ample");

    /** Addresses for documentation: nobody has them, and they are not private. */
    private static final String DOCUMENTATION = "203.0.113";

    private static final String LITTLE = "64m";
    private static final String KEY = "key.pem";

    /** What has been opened, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final Deque<AutoCloseable> meanwhile = new ArrayDeque<>();
    private final Path directory;
    private final Surroundings surroundings;
    private final Optional<Postgres> store;
    private final Cluster cluster;
    private final Prometheus prometheus;
    private final Caller caller = new Caller();

    /** How a cluster is to be. */
    enum Kind {
        /** Three nodes with a store. */
        STORED,
        /** Three nodes in networks that can be cut. */
        NETWORKED,
        /** One node that refuses calls whose records cannot be written. */
        STRICT,
        /** One node with a certificate for agents. */
        CERTIFIED,
        /** One node whose member port has a public address. */
        EXPOSED,
        /** One node with little memory. */
        SMALL,
        /** One node whose program lacks what it needs to judge a call. */
        BROKEN
    }

    private Scene(Kind kind, Map<String, String> further, Path rules, UnaryOperator<String> change, Path directory) {
        this.directory = directory;
        Vertx vertx = Vertx.vertx();
        open.push(() -> vertx.close().await());
        Site site = site(kind);
        open.push(site);
        surroundings = Surroundings.start(vertx, site.host());
        open.push(surroundings);
        store = kind == Kind.STORED
                ? Optional.of(Postgres.start(directory.resolve("postgres"), directory.resolve("postgres.log")))
                : Optional.empty();
        store.ifPresent(open::push);
        Map<String, String> settings = new HashMap<>(settings(kind, site.host()));
        settings.putAll(further);
        cluster = Cluster.of(site, command(kind, directory), settings, directory);
        open.push(cluster);
        open.push(caller);
        cluster.start();
        prometheus = Prometheus.start(cluster, rules, change, directory.resolve("prometheus"));
        open.push(prometheus);
    }

    /**
     * Starts everything.
     *
     * @param further settings of the nodes
     * @param rules the directory of the rules
     * @param change what becomes of each file of them
     * @param directory for everything, which is made
     */
    static Scene start(
            Kind kind, Map<String, String> further, Path rules, UnaryOperator<String> change, Path directory) {
        try {
            return new Scene(kind, further, rules, change, Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Site site(Kind kind) {
        return switch (kind) {
            case STORED -> new Loopback(3);
            case NETWORKED -> new Namespaces(3);
            case EXPOSED -> Namespaces.withMembersIn(1, DOCUMENTATION);
            case STRICT, CERTIFIED, SMALL, BROKEN -> new Loopback(1);
        };
    }

    private static List<String> command(Kind kind, Path directory) {
        return switch (kind) {
            case SMALL -> NodeCommand.ofThisBuild(LITTLE);
            case BROKEN -> NodeCommand.without(Refusal.class, directory);
            case STORED, NETWORKED, EXPOSED, STRICT, CERTIFIED -> NodeCommand.ofThisBuild();
        };
    }

    /** Has something go on until the end. */
    void always(Future<?> something) {
        open.push(() -> something.cancel(/* mayInterruptIfRunning= */ false));
    }

    /** Has something go on until there is enough of it. */
    void meanwhile(AutoCloseable something) {
        meanwhile.push(something);
    }

    /** Has something go on until there is enough of it. */
    void meanwhile(Future<?> something) {
        meanwhile(() -> something.cancel(/* mayInterruptIfRunning= */ false));
    }

    /** Ends what goes on meanwhile. */
    void enough() {
        end(meanwhile);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Postgres store() {
        return store.orElseThrow();
    }

    Cluster cluster() {
        return cluster;
    }

    Prometheus prometheus() {
        return prometheus;
    }

    Caller caller() {
        return caller;
    }

    NodeProcess node(int index) {
        return cluster.nodes().get(index);
    }

    /** Where agents reach the balancer. */
    String agents() {
        return "http://" + cluster.site().host() + ":" + cluster.balancerPort();
    }

    /** Where agents reach one node. */
    String agents(int index) {
        Place place = node(index).place();
        return "http://" + place.host() + ":" + place.agentPort();
    }

    String management(int index) {
        Place place = node(index).place();
        return "http://" + place.host() + ":" + place.managementPort();
    }

    /** Gives the nodes a new key and a certificate of itself, in the place of those that they have. */
    void certify(int days) {
        certify(directory, days);
    }

    /** Of the nodes' certificate. */
    Path key() {
        return directory.resolve(KEY);
    }

    private static void certify(Path directory, int days) {
        Tool.run(
                Tool.require("openssl", "openssl"),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                Integer.toString(days),
                "-subj",
                "/CN=localhost",
                "-keyout",
                directory.resolve(KEY).toString(),
                "-out",
                directory.resolve("certificate.pem").toString());
    }

    /** The documents that the nodes watch. */
    Path resources() {
        return directory.resolve("resources");
    }

    private Map<String, String> settings(Kind kind, String host) {
        try {
            Files.createDirectories(resources());
            Path secret = Files.writeString(directory.resolve("secret"), "watched-".repeat(8));
            Files.writeString(resources().resolve("watched.yaml"), """
                    kind: Server
                    name: watched
                    upstream: { url: "http://%1$s:%2$d/mcp" }
                    record_arguments: { key: "file:%3$s", keep: 1d }
                    ---
                    kind: Policy
                    name: watched
                    document:
                      version: "1"
                      default: deny
                      tools:
                        free: {}
                        slow: {}
                        hidden: { action: hide }
                        ample: { limits: [{ counter: ample, window: day, max: 1000000000 }] }
                        few: { limits: [{ counter: few, window: minute, max: 10 }] }
                        shadowed: { limits: [{ counter: shadowed, window: day, max: 0, mode: shadow }] }
                        asked: { action: require_approval, approval: { mode: retry, expires_in: 10m } }
                    ---
                    kind: Grant
                    name: watched
                    server: watched
                    policy: watched
                    tokenSha256: "%4$s"
                    """.formatted(
                            host, surroundings.port(), secret, sha256(Caller.GRANT)));
            Path webhooks = Files.writeString(
                    directory.resolve("webhooks.yaml"),
                    "webhooks: [{ name: chat, url: \"http://%s:%d/hook\", form: slack, allowPrivate: true }]"
                            .formatted(host, surroundings.port()));
            Map<String, String> settings = new HashMap<>(Map.of(
                    "resources",
                    resources().toString(),
                    "admin-token",
                    "file:" + Files.writeString(directory.resolve("person"), Caller.PERSON),
                    "webhooks",
                    webhooks.toString(),
                    "audit-export",
                    "otlp:http://" + host + ":" + surroundings.port(),
                    "store",
                    "none"));
            store.ifPresent(database -> {
                settings.put("store", database.address());
                settings.put("store-user", Postgres.USER);
            });
            if (kind == Kind.CERTIFIED) {
                certify(directory, /* days= */ 10);
                settings.put(
                        "agent-tls-certificate",
                        directory.resolve("certificate.pem").toString());
                settings.put("agent-tls-key", directory.resolve(KEY).toString());
            }
            if (kind == Kind.STRICT) {
                settings.put("audit-on-full", "refuse");
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends every process that it started. */
    @Override
    public void close() {
        enough();
        end(open);
    }

    private static void end(Deque<AutoCloseable> parts) {
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception failure) {
                System.err.println("something did not close: " + failure);
            }
        }
    }
}
