package dev.turnpike.gateway.metrics;

import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.StoreHealth;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Every meter of the node. Thread-safe. Labels come from configuration and from the upstreams' own tool lists, never
 * from callers, so their number is bounded.
 */
public final class Meters implements AutoCloseable {
    /** The tool label of a name that no upstream and no policy knows. */
    public static final String OTHER_TOOL = "other";

    private static final Duration SHORTEST = Duration.ofNanos(10_000);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** People take from seconds to hours. */
    private static final Duration[] DECISION_TIMES = {
        Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30),
        Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10),
        Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(4),
        Duration.ofHours(12), Duration.ofDays(1)
    };

    private final PrometheusMeterRegistry registry = registry();
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final JvmHeapPressureMetrics heap = new JvmHeapPressureMetrics();
    private final LivingHeap living = new LivingHeap();
    private final Map<Decision, Counter> decisions = new ConcurrentHashMap<>();
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
    private final Map<UpstreamCall, Timer> upstream = new ConcurrentHashMap<>();
    private final Map<String, Counter> methods = new ConcurrentHashMap<>();
    private final Timer policy = timer("turnpike.policy.decide", "time to decide a call by its policy");
    private final Timer state = timer("turnpike.state.spend", "time to spend a call's limits in the shared state");
    private final Timer gateway = timer("turnpike.gateway.added", "time the gateway added to a forwarded call");
    private final Timer loops = Timer.builder("turnpike.event.loop.delay")
            .description("how late event loops of the agent port came to what was due")
            .register(registry);
    private final Counter auditDropped = Counter.builder("turnpike.audit.dropped")
            .description("audit records that could not be written")
            .register(registry);
    private final Counter auditValuesDropped = Counter.builder("turnpike.audit.values.dropped")
            .description("calls whose values could not be kept though their server wants it")
            .register(registry);
    private final Counter auditExported = Counter.builder("turnpike.audit.exported")
            .description("copies of audit records that a receiver took")
            .register(registry);
    private final Counter auditExportDropped = Counter.builder("turnpike.audit.export.dropped")
            .description("copies of audit records that no receiver took; the file has them")
            .register(registry);
    private final Counter spansExported = Counter.builder("turnpike.trace.spans.exported")
            .description("spans of traces that the collector took")
            .register(registry);
    private final Counter spansDropped = Counter.builder("turnpike.trace.spans.dropped")
            .description("spans of traces that did not reach the collector")
            .register(registry);
    private final Counter stateUnavailable = Counter.builder("turnpike.state.unavailable")
            .description("spends that the shared state did not answer")
            .register(registry);
    private final Counter listsFiltered = Counter.builder("turnpike.lists.filtered")
            .description("tool lists that lost at least one tool")
            .register(registry);
    private final Map<Boolean, Counter> reloads = new ConcurrentHashMap<>();
    private final Map<AdminChange, Counter> changes = new ConcurrentHashMap<>();
    private final Counter refusedConnections = Counter.builder("turnpike.connections.refused")
            .description("connections of agents that were closed at once, because there were too many")
            .register(registry);
    private final Map<Step, Counter> steps = new ConcurrentHashMap<>();
    private final Map<Delivery, Counter> webhooks = new ConcurrentHashMap<>();
    private final Counter untended = Counter.builder("turnpike.approvals.untended")
            .description("times that the node could not look after approvals")
            .register(registry);
    private final Timer deciding = Timer.builder("turnpike.approval.decision")
            .description("time from a question to its last decision")
            .serviceLevelObjectives(DECISION_TIMES)
            .register(registry);

    private record Decision(String decision, String code, String server, String tool) {}

    private record UpstreamCall(String server, String outcome) {}

    private record Step(String kind, String server, String tool) {}

    private record AdminChange(String action, String result) {}

    private record Delivery(String target, String outcome) {}

    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
        heap.bindTo(registry);
        Gauge.builder("turnpike.heap.living", living, LivingHeap::ratio)
                .description("part of the heap's old generation that lived through its last collection, 0 to 1")
                .register(registry);
        // Whoever counts what is new misses the first of a series that was not there before.
        reloads(/* applied= */ true);
        reloads(/* applied= */ false);
        rejections("overload");
        rejections("internal_error");
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // Where the old generation is collected seldom, garbage in it looks alive there; LivingHeap has what lives.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm.memory.usage.after.gc"));
        return registry;
    }

    /** Shows which version the node is, what its clock says, and whether balancers may send it requests. */
    public void node(String version, InstantSource clock, BooleanSupplier ready) {
        Gauge.builder("turnpike.build.info", () -> 1)
                .description("1; the version is a label")
                .tag("version", version)
                .register(registry);
        gauge("turnpike.clock.seconds", "the node's clock: seconds since 1970", () -> clock.millis() / 1_000.0);
        gauge("turnpike.ready", "1 while the node may be sent requests", () -> ready.getAsBoolean() ? 1 : 0);
    }

    /** Counts one decision. {@code code} is empty for an allowed call. */
    public void decision(String decision, String code, String server, String tool) {
        count(
                decisions,
                new Decision(decision, code, server, tool),
                key -> Counter.builder("turnpike.decisions")
                        .description("decisions about tool calls")
                        .tag("decision", key.decision())
                        .tag("code", key.code())
                        .tag("server", key.server())
                        .tag("tool", key.tool()));
    }

    /** Counts a request that was refused before any policy was asked; {@code reason} is one of a fixed set. */
    public void rejected(String reason) {
        rejections(reason).increment();
    }

    private Counter rejections(String reason) {
        return counter(
                rejected,
                reason,
                key -> Counter.builder("turnpike.requests.rejected")
                        .description("requests refused before a policy was asked")
                        .tag("reason", key));
    }

    /** Counts a request that passed the checks; {@code kind} is one of a fixed set. */
    public void accepted(String kind) {
        count(
                methods,
                kind,
                key -> Counter.builder("turnpike.requests")
                        .description("requests that were passed on or decided")
                        .tag("kind", key));
    }

    /** Records an exchange with an upstream; {@code outcome} is one of a fixed set. */
    public void upstream(String server, String outcome, long nanos) {
        upstream.computeIfAbsent(
                        new UpstreamCall(server, outcome),
                        key -> histogram("turnpike.upstream", "time an upstream took for a tool call")
                                .tag("server", key.server())
                                .tag("outcome", key.outcome())
                                .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Records how long the policy took. */
    public void decided(long nanos) {
        policy.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Records how long the shared state took to spend. */
    public void spent(long nanos) {
        state.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Records what the gateway added to a forwarded call: everything but the upstream's time. */
    public void added(long nanos) {
        gateway.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Records how late an event loop came to what was due. */
    public void loopDelayed(long nanos) {
        loops.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void auditDropped() {
        auditDropped.increment();
    }

    /** How many audit records were lost since the start. */
    public long auditLost() {
        return (long) auditDropped.count();
    }

    /** Counts a call whose values could not be kept. */
    public void auditValuesDropped() {
        auditValuesDropped.increment();
    }

    /** Counts copies of audit records that the receiver took. */
    public void auditExported(int records) {
        auditExported.increment(records);
    }

    /** Counts copies that it did not take. */
    public void auditExportDropped(int records) {
        auditExportDropped.increment(records);
    }

    /** Counts spans that the collector took. */
    public void spansExported(int spans) {
        spansExported.increment(spans);
    }

    /** Counts spans that it did not get. */
    public void spansDropped(int spans) {
        spansDropped.increment(spans);
    }

    /** Shows whether calls are let through as far as their records are concerned. */
    public void auditWritable(BooleanSupplier writable) {
        gauge(
                "turnpike.audit.writable",
                "0 while calls are refused because their records cannot be written",
                () -> writable.getAsBoolean() ? 1 : 0);
    }

    public void stateUnavailable() {
        stateUnavailable.increment();
    }

    public void listFiltered() {
        listsFiltered.increment();
    }

    /** Counts a reading of the resources directory. */
    public void reload(boolean applied) {
        reloads(applied).increment();
    }

    private Counter reloads(boolean applied) {
        return counter(
                reloads,
                applied,
                key -> Counter.builder("turnpike.resources.reloads")
                        .description("readings of the resources directory")
                        .tag("result", key ? "applied" : "refused"));
    }

    /** Counts a change of documents that an operator asked for; both are one of a fixed set. */
    public void adminChange(String action, String result) {
        count(
                changes,
                new AdminChange(action, result),
                key -> Counter.builder("turnpike.admin.changes")
                        .description("changes of documents that operators asked for")
                        .tag("action", key.action())
                        .tag("result", key.result()));
    }

    /** Counts a step of an approval; {@code kind} is one of a fixed set. */
    public void approvalStep(String kind, String server, String tool) {
        count(
                steps,
                new Step(kind, server, tool),
                key -> Counter.builder("turnpike.approval.steps")
                        .description("steps of approvals that the node recorded")
                        .tag("kind", key.kind())
                        .tag("server", key.server())
                        .tag("tool", key.tool()));
    }

    /** Records how long people took to approve or deny. */
    public void approvalDecided(Duration after) {
        deciding.record(after);
    }

    /** Counts a connection that was closed at once. */
    public void connectionRefused() {
        refusedConnections.increment();
    }

    /** Counts a time that the node could not look after approvals. */
    public void approvalsUntended() {
        untended.increment();
    }

    /** Shows the open approvals that the node looks after, and how old the oldest question is, in seconds. */
    public void approvals(Supplier<Number> pending, Supplier<Number> approved, Supplier<Number> oldestPending) {
        open("pending", pending);
        open("approved", approved);
        gauge(
                "turnpike.approvals.oldest.pending.seconds",
                "age of the oldest question that the node looks after",
                oldestPending);
    }

    private void open(String state, Supplier<Number> count) {
        Gauge.builder("turnpike.approvals.open", count)
                .description("open approvals that the node looks after")
                .tag("state", state)
                .register(registry);
    }

    /** Counts what became of a message to a webhook, or of a try; {@code outcome} is one of a fixed set. */
    public void webhook(String target, String outcome) {
        count(
                webhooks,
                new Delivery(target, outcome),
                key -> Counter.builder("turnpike.webhooks")
                        .description("tries to deliver messages to webhooks, and messages given up")
                        .tag("target", key.target())
                        .tag("outcome", key.outcome()));
    }

    /** Shows how many messages wait for a webhook. */
    public void webhookQueue(String target, Supplier<Number> length) {
        Gauge.builder("turnpike.webhooks.queued", length)
                .description("messages that wait for a webhook")
                .tag("target", target)
                .register(registry);
    }

    /** Shows a number that somebody else keeps. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** Shows how many calls are held open until a person decides. */
    public void held(Supplier<Number> held) {
        Gauge.builder("turnpike.held.calls", held)
                .description("calls held open until a person decides")
                .register(registry);
    }

    /** Shows how the cluster is, and how many counters are near their maximum. */
    public void cluster(Supplier<ClusterHealth> health, Supplier<Number> near) {
        cluster(
                "members",
                "nodes that are there",
                health,
                each -> each.members().size());
        cluster("size", "nodes that the cluster is meant to have", health, ClusterHealth::size);
        cluster("quorum.size", "nodes that must be there for limits to be spent", health, ClusterHealth::quorum);
        cluster("available", "1 while limits can be spent", health, each -> each.available() ? 1 : 0);
        cluster(
                "partitions.safe",
                "1 while all of the shared state has its copies",
                health,
                each -> each.partitionsSafe() ? 1 : 0);
        cluster("shards", "parts of the shared state", health, ClusterHealth::shards);
        cluster(
                "shards.lost",
                "parts of the shared state that were lost with all copies since the start",
                health,
                ClusterHealth::lostShards);
        cluster(
                "exposed",
                "1 if the port for other nodes listens on an address that is not private",
                health,
                each -> each.exposed() ? 1 : 0);
        gauge("turnpike.limits.near", "counters at 80 % of their maximum or above that the node saw lately", near);
    }

    /** Shows how long the certificate of a port is good yet, and whether its files can be used. */
    public void certificate(String port, Supplier<Number> secondsLeft, BooleanSupplier inStep) {
        Gauge.builder("turnpike.tls.certificate.expiry.seconds", secondsLeft)
                .description("seconds until the certificate of the port ends, negative after that")
                .tag("port", port)
                .register(registry);
        Gauge.builder("turnpike.tls.files.usable", () -> inStep.getAsBoolean() ? 1 : 0)
                .description("0 while the files of the port's certificate cannot be used, and the one before stays")
                .tag("port", port)
                .register(registry);
    }

    /** Shows how the store is; nothing if there is none. */
    public void store(Supplier<StoreHealth> health) {
        if (!health.get().isKept()) {
            return;
        }
        gauge(
                "turnpike.store.available",
                "1 while the store is reached",
                () -> health.get().available() ? 1 : 0);
        gauge(
                "turnpike.store.lag.seconds",
                "how long ago the counters of this node were last stored",
                () -> health.get().lagMillis() / 1_000.0);
        FunctionCounter.builder(
                        "turnpike.store.failures", health, each -> each.get().failures())
                .description("times that the store was not reached")
                .register(registry);
    }

    private void cluster(
            String name, String description, Supplier<ClusterHealth> health, ToIntFunction<ClusterHealth> part) {
        gauge("turnpike.cluster." + name, description, () -> part.applyAsInt(health.get()));
    }

    /** All meters in the Prometheus text format, version 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        heap.close();
        living.close();
        registry.close();
    }

    private <K> void count(Map<K, Counter> counters, K key, Function<K, Counter.Builder> builder) {
        counter(counters, key, builder).increment();
    }

    private <K> Counter counter(Map<K, Counter> counters, K key, Function<K, Counter.Builder> builder) {
        Counter counter = counters.get(key);
        return counter != null
                ? counter
                : counters.computeIfAbsent(key, k -> builder.apply(k).register(registry));
    }

    private Timer timer(String name, String description) {
        return histogram(name, description).register(registry);
    }

    private static Timer.Builder histogram(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST);
    }
}
