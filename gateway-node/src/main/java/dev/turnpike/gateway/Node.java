package dev.turnpike.gateway;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.ClusterState;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.hazelcast.GridSettings;
import dev.turnpike.clusterstate.hazelcast.HazelcastClusterState;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.approvals.Caretaker;
import dev.turnpike.gateway.approvals.StepRecorder;
import dev.turnpike.gateway.audit.ArgumentsDigest;
import dev.turnpike.gateway.audit.AuditExport;
import dev.turnpike.gateway.audit.AuditFile;
import dev.turnpike.gateway.audit.AuditLog;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.audit.DigestKey;
import dev.turnpike.gateway.audit.OwnTrail;
import dev.turnpike.gateway.audit.export.OtlpReceiver;
import dev.turnpike.gateway.audit.export.StreamReceiver;
import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.LiveOperators;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.RegistryEditor;
import dev.turnpike.gateway.config.ResourceDirectory;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Setting;
import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.config.WebhooksFile;
import dev.turnpike.gateway.http.Load;
import dev.turnpike.gateway.http.ManagementPort;
import dev.turnpike.gateway.http.NodeStatus;
import dev.turnpike.gateway.http.admin.AdminApi;
import dev.turnpike.gateway.http.admin.ApprovalStream;
import dev.turnpike.gateway.http.admin.Editing;
import dev.turnpike.gateway.http.admin.OperatorAccess;
import dev.turnpike.gateway.http.admin.RecordRoutes;
import dev.turnpike.gateway.http.console.Console;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.KnownTools;
import dev.turnpike.gateway.pipeline.NearLimits;
import dev.turnpike.gateway.pipeline.Pipeline;
import dev.turnpike.gateway.pipeline.Waiting;
import dev.turnpike.gateway.seal.Seal;
import dev.turnpike.gateway.webhook.SystemResolver;
import dev.turnpike.gateway.webhook.Webhooks;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * A running gateway node: the composition root, and the only class that names implementations. {@link #start} and
 * {@link #close} block; they are not for event loops.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final String VERSION =
            Objects.requireNonNullElse(Node.class.getPackage().getImplementationVersion(), "(unpackaged)");

    private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long START_SECONDS = 60;
    private static final long CLOSE_SECONDS = 10;
    private static final Duration EDIT_PATIENCE = Duration.ofSeconds(10);
    private static final long SECRETS_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final long OPERATORS_MILLIS = TimeUnit.SECONDS.toMillis(2);
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
    private final Load load = new Load(meters);
    private Optional<ResourceDirectory> resources = Optional.empty();
    private volatile @Nullable ClusterState state;
    private volatile @Nullable Approvals approvals;
    private int agentPort;
    private int managementPort;

    private Node(NodeConfig config, Secrets secrets, LiveOperators operators, InstantSource clock) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
        this.operators = operators;
        this.near = new NearLimits(clock);
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
        Router management = ManagementPort.router(vertx, config.managementAccess(), meters, this::status);
        managementPort = listen(config.management(), vertx.createHttpServer().requestHandler(management))
                .actualPort();
        ClusterState state = opened(openState());
        this.state = state;
        meters.cluster(state::health, near::size);
        state.report(/* agent= */ "", url(config.management(), managementPort));
        awaitCluster(state);
        config.resources()
                .ifPresent(directory -> resources =
                        Optional.of(opened(ResourceDirectory.load(directory, state.registry(), secrets, watcher))));
        LiveDirectory directory = opened(LiveDirectory.follow(state.registry(), secrets));
        Approvals approvals = new Approvals(state.approvals(), directory);
        this.approvals = approvals;
        ApprovalJson json = new ApprovalJson(approvals::isVoid, this::approvalUrl);
        Seal seal = new Seal(state.keys());
        AuditSink audit = AuditSink.all(sinks(decisions));
        RegistryEditor editor = new RegistryEditor(state.registry(), secrets, EDIT_PATIENCE);
        Editing editing = new Editing(state.registry(), editor, audit, meters, clock);
        openAdmin(vertx, management, directory, approvals, json, seal, editing);
        Waiting waiting =
                opened(new Waiting(state.approvals(), vertx, config.caps().maxHeld()));
        meters.held(waiting::size);
        Pipeline.Consent consent =
                new Pipeline.Consent(state.approvals(), waiting, seal, directory, clock, this::approvalUrl);
        KnownTools tools = new KnownTools();
        Pipeline.Recording recording =
                new Pipeline.Recording(audit, digests(), config.recording().beforeAnswer());
        Shared shared = new Shared(config, state, directory, consent, tools, near, recording, meters, load);
        Webhooks announcer = lookAfterApprovals(vertx, shared, approvals, json, webhooks);
        List<AgentVerticle> loops = deployAgents(vertx, shared);
        agentPort = loops.get(0).port();
        open.push(() -> drain(loops, waiting));
        resources.ifPresent(ResourceDirectory::watch);
        vertx.setPeriodic(SECRETS_MILLIS, tick -> refreshSecrets(vertx, directory, announcer));
        vertx.setPeriodic(OPERATORS_MILLIS, tick -> read(vertx, operators::refreshIfChanged));
        state.report(url(config.agent(), agentPort), url(config.management(), managementPort));
        phase = "";
    }

    /** Where this very node is reached; where it listens on all addresses, by the one that other nodes use. */
    private String url(NodeConfig.Address address, int port) {
        boolean all = Set.of("0.0.0.0", "::").contains(address.host());
        String host = all ? config.cluster().member().host() : address.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Where people decide an approval. */
    private String approvalUrl(String id) {
        String console =
                config.admin().consoleUrl().map(URI::toString).orElse(url(config.management(), managementPort));
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

    private ClusterState openState() {
        return switch (config.grid()) {
            case MEMORY -> new MemoryClusterState(clock);
            case HAZELCAST -> HazelcastClusterState.open(gridSettings(config.cluster()), clock, Node::atEndOfTick);
        };
    }

    private static GridSettings gridSettings(NodeConfig.Cluster cluster) {
        return new GridSettings(
                cluster.name(),
                cluster.size(),
                cluster.nodeName(),
                cluster.member().host(),
                cluster.member().port(),
                cluster.members(),
                cluster.memberDns(),
                cluster.deadline(),
                cluster.failureDetection(),
                cluster.coalesce(),
                cluster.rememberExhausted());
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
        return state.registry().known() ? "" : "the cluster's documents are not read yet";
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
            return new NodeStatus(VERSION, phase, 0, notOpen(), List.of());
        }
        return new NodeStatus(
                VERSION,
                phase.isEmpty() ? lacking(state) : phase,
                state.registry().snapshot().revision(),
                state.health(),
                near.list());
    }

    /** When the event loop has read what has arrived: the spends of all those requests travel together. */
    private static void atEndOfTick(Runnable task) {
        Context context = Vertx.currentContext();
        if (context != null && context.isEventLoopContext()) {
            context.runOnContext(ignored -> task.run());
        } else {
            task.run();
        }
    }

    private List<AuditSink> sinks(List<AuditSink> decisions) {
        List<AuditSink> sinks = new ArrayList<>(decisions);
        config.audit().ifPresent(audit -> sinks.add(openAudit(audit)));
        NodeConfig.Export export = config.recording().export();
        switch (export.to()) {
            case NOBODY -> {}
            case STDOUT -> sinks.add(opened(AuditExport.to(new StreamReceiver(System.out), "standard output", meters)));
            case COLLECTOR -> sinks.add(opened(toCollector(export.collector().orElseThrow(), export.authorization())));
        }
        return sinks;
    }

    /** Secrets in files are rotated in place, so what authorizes is looked up for each request, and now, to see it fail. */
    private AuditExport toCollector(URI collector, Optional<SecretReference> authorization) {
        Setting setting = Setting.AUDIT_EXPORT_AUTHORIZATION;
        authorization.ifPresent(reference -> resolved(setting, reference));
        Supplier<Map<String, String>> headers = () -> authorization
                .map(reference -> Map.of("Authorization", resolved(setting, reference)))
                .orElse(Map.of());
        return AuditExport.to(new OtlpReceiver(collector, nodeName(), headers), collector.toString(), meters);
    }

    private ArgumentsDigest.Maker digests() {
        Setting setting = Setting.AUDIT_ARGUMENT_DIGESTS;
        return config.recording()
                .digestKey()
                .map(reference -> {
                    try {
                        return ArgumentsDigest.Maker.with(new DigestKey(resolved(setting, reference)));
                    } catch (IllegalArgumentException unusable) {
                        throw new NodeStartException(setting.key() + ": " + unusable.getMessage());
                    }
                })
                .orElse(ArgumentsDigest.Maker.NONE);
    }

    private String resolved(Setting setting, SecretReference reference) {
        try {
            return secrets.resolve(reference).reveal();
        } catch (SecretException missing) {
            throw new NodeStartException(setting.key() + ": " + missing.getMessage());
        }
    }

    private AuditFile openAudit(NodeConfig.Audit audit) {
        try {
            AuditFile file = opened(AuditFile.open(
                    new AuditLog(
                            audit.file(),
                            audit.rotateBytes(),
                            audit.keep(),
                            audit.refuse() ? AuditLog.OnFull.REFUSE : AuditLog.OnFull.DROP,
                            nodeName()),
                    meters::auditDropped));
            meters.auditWritable(file::writable);
            return file;
        } catch (IOException e) {
            throw new NodeStartException("audit-file: `" + audit.file() + "` cannot be written: " + e.getMessage(), e);
        }
    }

    private String nodeName() {
        NodeConfig.Cluster cluster = config.cluster();
        return cluster.nodeName().isEmpty()
                ? cluster.member().host() + ":" + cluster.member().port()
                : cluster.nodeName();
    }

    private void openAdmin(
            Vertx vertx,
            Router management,
            LiveDirectory directory,
            Approvals approvals,
            ApprovalJson json,
            Seal seal,
            Editing editing) {
        OperatorAccess access = new OperatorAccess(
                operators::current,
                token -> directory.current().grantByHash(token).isPresent(),
                clock);
        ApprovalStream stream = opened(new ApprovalStream(vertx, approvals, json, access));
        RecordRoutes records = new RecordRoutes(
                vertx, nodeName(), config.audit().map(NodeConfig.Audit::file).map(OwnTrail::new));
        new AdminApi(vertx, access, approvals, json, stream, editing, records).mount(management);
        new Console(vertx, access, approvals, json, seal, clock, config.admin().consoleUrl()).mount(management);
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

    /** Records the steps of approvals, and has the webhooks told, until the node stops. */
    private Webhooks lookAfterApprovals(
            Vertx vertx, Shared shared, Approvals approvals, ApprovalJson json, List<Webhook> configured) {
        Webhooks webhooks = opened(
                Webhooks.open(vertx, configured, secrets, opened(new SystemResolver(vertx)), json, meters, clock));
        StepRecorder recorder = new StepRecorder(
                shared.recording().audit(), meters, question -> isKnown(question, shared.directory(), shared.tools()));
        opened(new Caretaker(shared.state().approvals(), approvals, recorder, webhooks, meters, clock));
        return webhooks;
    }

    /** Whether a policy or an upstream names the tool. */
    private static boolean isKnown(Question question, LiveDirectory directory, KnownTools tools) {
        return tools.knows(question.server(), question.tool())
                || directory
                        .current()
                        .grant(question.grant())
                        .filter(grant -> grant.policy().names(question.tool()))
                        .isPresent();
    }

    /** Secrets in files are rotated in place; reading them blocks. */
    private void refreshSecrets(Vertx vertx, LiveDirectory directory, Webhooks webhooks) {
        read(vertx, () -> {
            directory.refreshSecrets();
            operators.refresh();
            webhooks.lookUp(secrets);
        });
    }

    private static void read(Vertx vertx, Runnable reading) {
        vertx.<Void>executeBlocking(() -> {
                    reading.run();
                    return null;
                })
                .onFailure(failure -> LOG.error("the secrets could not be read again: {}", failure.toString()));
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
