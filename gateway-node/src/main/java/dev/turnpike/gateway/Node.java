package dev.turnpike.gateway;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.StoreHealth;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.LiveOperators;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.PortIdentities;
import dev.turnpike.gateway.config.ResourceDirectory;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.config.WebhooksFile;
import dev.turnpike.gateway.http.Load;
import dev.turnpike.gateway.http.ManagementPort;
import dev.turnpike.gateway.http.NodeStatus;
import dev.turnpike.gateway.http.PortTls;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.KnownTools;
import dev.turnpike.gateway.pipeline.NearLimits;
import dev.turnpike.gateway.pipeline.Pipeline;
import dev.turnpike.gateway.pipeline.Waiting;
import dev.turnpike.gateway.seal.Seal;
import dev.turnpike.gateway.tls.LiveIdentity;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway node: the composition root; {@link SharedState} names the implementations of what nodes share,
 * {@link Management} wires what operators use, {@link Recordkeeping} what gets audit records. {@link #start} and {@link
 * #close} block; they are not for event loops.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    static final String VERSION =
            Objects.requireNonNullElse(Node.class.getPackage().getImplementationVersion(), "(unpackaged)");

    private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long START_SECONDS = 60;
    private static final long CLOSE_SECONDS = 10;
    private static final long SECRETS_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final long OUTFIT_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final long OPERATORS_MILLIS = TimeUnit.SECONDS.toMillis(2);
    private static final long TLS_MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOOKS_PER_LINE = 500;

    /** What has been opened, the last first, so that a start that fails closes as much as a stop does. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private volatile String phase = "starting";
    private final NodeConfig config;
    private final Secrets secrets;
    private final InstantSource clock;
    private final LiveOperators operators;
    private final NearLimits near;
    private final Meters meters = new Meters();
    private final Outfitting outfit;
    private final Load load;
    private Optional<ResourceDirectory> resources = Optional.empty();
    private volatile @Nullable ClusterState state;
    private volatile @Nullable Approvals approvals;
    private @Nullable Router management;
    private int agentPort;
    private int managementPort;

    private Node(NodeConfig config, Secrets secrets, LiveOperators operators, InstantSource clock) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
        this.operators = operators;
        this.near = new NearLimits(clock);
        this.outfit = new Outfitting(config, InstantSource.system(), meters::auditLost);
        this.load = new Load(config.caps(), meters);
        open.push(meters);
    }

    /**
     * Starts a node and returns when it is ready. A node that cannot start leaves nothing behind.
     *
     * @param watcher learns what becomes of the resources directory, at start and later
     * @param decisions get every decision, beside the audit file
     * @throws ConfigException with everything that is wrong in the resources directory or the file of operators
     * @throws NodeStartException if a port or the audit file cannot be opened
     */
    public static Node start(NodeConfig config, Secrets secrets, ResourceWatcher watcher, AuditSink... decisions) {
        return start(config, secrets, InstantSource.system(), watcher, decisions);
    }

    /**
     * The same by another clock.
     *
     * @param clock by which limits are counted where this node keeps their counters
     */
    public static Node start(
            NodeConfig config, Secrets secrets, InstantSource clock, ResourceWatcher watcher, AuditSink... decisions) {
        Node node = new Node(config, secrets, LiveOperators.open(config.admin(), secrets), clock);
        try {
            node.open(watcher, List.of(decisions));
            return node;
        } catch (RuntimeException | Error failure) {
            node.close();
            throw failure;
        }
    }

    private void open(ResourceWatcher watcher, List<AuditSink> decisions) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
        open.push(() -> vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS));
        List<Webhook> webhooks =
                config.webhooks().map(file -> WebhooksFile.read(file, secrets)).orElse(List.of());
        PortIdentities identities = PortIdentities.open(config.tls(), clock);
        identities.agent().ifPresent(this::show);
        identities.management().ifPresent(this::show);
        Optional<PortTls> agentTls = identities.agent().map(PortTls::new);
        meters.node(VERSION, clock, () -> status().notReady().isEmpty());
        Router management = ManagementPort.router(vertx, config.managementAccess(), meters, this::status);
        this.management = management;
        managementPort =
                listenForOperators(vertx, management, identities.management().map(PortTls::new));
        ClusterState state = opened(SharedState.open(config, secrets, clock));
        this.state = state;
        meters.cluster(state::health, near::size);
        meters.store(state::store);
        state.report(/* agent= */ "", managementUrl());
        awaitCluster(state);
        config.resources()
                .ifPresent(directory -> resources = Optional.of(opened(ResourceDirectory.load(
                        directory,
                        state.registry(),
                        secrets,
                        new CountedReloads(meters, watcher),
                        /* sole= */ config.cluster().size() == 1))));
        LiveDirectory directory = opened(LiveDirectory.follow(state.registry(), secrets));
        Seal seal = new Seal(state.keys());
        Waiting waiting =
                opened(new Waiting(state.approvals(), vertx, config.caps().maxHeld()));
        meters.held(waiting::size);
        Pipeline.Consent consent = new Pipeline.Consent(
                state.approvals(),
                waiting,
                seal,
                directory,
                clock,
                config.timeouts().keepAlive(),
                this::approvalUrl);
        KnownTools tools = new KnownTools();
        Pipeline.Recording recording = Recordkeeping.open(config, secrets, meters, clock, decisions, this::opened);
        outfit.recordsTo(recording.audit()::writable);
        Shared shared = new Shared(config, agentTls, state, directory, consent, tools, near, recording, meters, load);
        Management operations =
                new Management(vertx, shared, operators, secrets, webhooks, clock, this::status, this::opened);
        operations.mount(management);
        approvals = operations.approvals();
        List<AgentVerticle> loops = deployAgents(vertx, shared);
        agentPort = loops.get(0).port();
        agentTls.ifPresent(tls -> renew(vertx, tls, loops.get(0).server()));
        open.push(() -> drain(loops, waiting));
        resources.ifPresent(ResourceDirectory::watch);
        vertx.setPeriodic(SECRETS_MILLIS, tick -> refreshSecrets(vertx, directory, operations));
        vertx.setPeriodic(OUTFIT_MILLIS, tick -> read(vertx, outfit::refresh));
        vertx.setPeriodic(OPERATORS_MILLIS, tick -> read(vertx, operators::refreshIfChanged));
        state.report(url(config.agent(), agentPort, config.tls().agent().isPresent()), managementUrl());
        phase = "";
    }

    private int listenForOperators(Vertx vertx, Router router, Optional<PortTls> tls) {
        HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
        tls.ifPresent(secure -> secure.secure(
                options, config.caps().maxHeaderBytes(), config.timeouts().header()));
        HttpServer server =
                listen(config.management(), vertx.createHttpServer(options).requestHandler(router));
        tls.ifPresent(secure -> renew(vertx, secure, server));
        return server.actualPort();
    }

    /** Follows the files of a port's certificate. */
    private static void renew(Vertx vertx, PortTls tls, HttpServer server) {
        vertx.setPeriodic(TLS_MILLIS, tick -> read(vertx, () -> tls.renew(server)));
    }

    private void show(LiveIdentity identity) {
        meters.certificate(identity.port(), () -> identity.left().toSeconds(), identity::isInStep);
    }

    /** Where this very node is reached; where it listens on all addresses, by the one that other nodes use. */
    private String url(NodeConfig.Address address, int port, boolean tls) {
        boolean all = Set.of("0.0.0.0", "::").contains(address.host());
        String host = all ? config.cluster().member().host() : address.host();
        return (tls ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private String managementUrl() {
        return url(
                config.management(), managementPort, config.tls().management().isPresent());
    }

    /** Where people decide an approval. */
    private String approvalUrl(String id) {
        String console = config.admin().consoleUrl().map(URI::toString).orElse(managementUrl());
        return console + "/console/approvals/" + id;
    }

    /** Where agents connect. */
    public int agentPort() {
        return agentPort;
    }

    /** Where operators, probes and Prometheus connect. */
    public int managementPort() {
        return managementPort;
    }

    /** The servers, policies and grants; a change applies to the next request. */
    public Registry registry() {
        return requireNonNull(state, "state").registry();
    }

    /** The token of the operator {@code admin}, if it was made at this start; to be shown once. */
    public Optional<Secret> adminToken() {
        return operators.made();
    }

    /** What the management port serves. */
    Router management() {
        return requireNonNull(management, "management");
    }

    /** The approvals of the cluster, as people see and decide them. */
    public Approvals approvals() {
        return requireNonNull(approvals, "approvals");
    }

    /** Stops taking requests, lets those under way finish for the configured time, and closes everything. */
    @Override
    public void close() {
        phase = "stopping";
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                LOG.warn("a part of the node did not close: {}", failure.toString());
            }
        }
    }

    /** Waits, for as long as it takes, until enough nodes are there and this one knows what they know. */
    private static void awaitCluster(ClusterState state) {
        for (long looks = 0; !state.health().available() || !state.registry().known(); looks++) {
            if (looks % LOOKS_PER_LINE == LOOKS_PER_LINE - 1) {
                LOG.info("waiting for the cluster: {}", lacking(state));
            }
            if (Thread.interrupted()) {
                throw new NodeStartException("stopped while it waited for the cluster");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Why the state cannot be used, or an empty text. */
    private static String lacking(ClusterState state) {
        ClusterHealth health = state.health();
        if (!health.available()) {
            return health.members().size() + " of " + health.size() + " nodes are here; limits need " + health.quorum();
        }
        if (state.registry().known()) {
            return "";
        }
        StoreHealth store = state.store();
        return store.available()
                ? "the cluster's documents are not read yet"
                : "the store is not read yet: " + store.problem();
    }

    private ClusterHealth notOpen() {
        return new ClusterHealth(
                config.grid().name().toLowerCase(Locale.ROOT),
                config.cluster().name(),
                config.cluster().size(),
                config.cluster().size() / 2 + 1,
                /* available= */ false,
                /* partitionsSafe= */ false,
                /* shards= */ 0,
                /* lostShards= */ 0,
                /* exposed= */ false,
                List.of());
    }

    private NodeStatus status() {
        ClusterState state = this.state;
        if (state == null) {
            return new NodeStatus(VERSION, phase, 0, notOpen(), StoreHealth.NONE, List.of(), outfit.current());
        }
        return new NodeStatus(
                VERSION,
                phase.isEmpty() ? lacking(state) : phase,
                state.registry().snapshot().revision(),
                state.health(),
                state.store(),
                near.list(),
                outfit.current());
    }

    private static HttpServer listen(NodeConfig.Address address, HttpServer server) {
        return await(address, server.listen(address.port(), address.host()));
    }

    private List<AgentVerticle> deployAgents(Vertx vertx, Shared shared) {
        List<AgentVerticle> loops = new CopyOnWriteArrayList<>();
        Supplier<AgentVerticle> loop = () -> {
            AgentVerticle verticle = new AgentVerticle(shared);
            loops.add(verticle);
            return verticle;
        };
        String deployment =
                await(config.agent(), vertx.deployVerticle(loop, new DeploymentOptions().setInstances(EVENT_LOOPS)));
        open.push(() -> vertx.undeploy(deployment).await(CLOSE_SECONDS, TimeUnit.SECONDS));
        return loops;
    }

    /** Secrets in files are rotated in place; reading them blocks. */
    private static void refreshSecrets(Vertx vertx, LiveDirectory directory, Management operations) {
        read(vertx, () -> {
            directory.refreshSecrets();
            operations.refreshSecrets();
        });
    }

    private static void read(Vertx vertx, Runnable reading) {
        vertx.<Void>executeBlocking(() -> {
                    reading.run();
                    return null;
                })
                .onFailure(failure -> LOG.error("files could not be read again: {}", failure.toString()));
    }

    /** Not ready, but still taking requests; then taking none, until those under way are done or it takes too long. */
    private void drain(List<AgentVerticle> loops, Waiting waiting) {
        waiting.close(); // whoever waits for a person can do so at another node
        LockSupport.parkNanos(config.timeouts().stopDelay().toNanos());
        long deadline = System.nanoTime() + config.timeouts().drain().toNanos();
        loops.forEach(loop -> loop.stopTaking(config.timeouts().drain()));
        while (load.unanswered() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private static <T> T await(NodeConfig.Address address, Future<T> started) {
        try {
            return started.await(START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new NodeStartException(
                    "cannot listen on " + address.host() + ":" + address.port() + ": " + failure.getMessage(), failure);
        }
    }
}
