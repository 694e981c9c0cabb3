package dev.turnpike.gateway.trace;

import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.mcp.TraceContext;
import dev.turnpike.gateway.metrics.Meters;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Traces calls and sends the spans to a collector by OTLP over HTTP (protobuf, compressed). Whether a call is recorded
 * follows its caller's trace where it has one, and a ratio where it has none. No call waits for the collector.
 */
public final class OtlpTracing implements Tracing, AutoCloseable {
    static final String METHOD = "tools/call";

    private static final String DEFAULT_PATH = "/v1/traces";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long CLOSE_SECONDS = 5;
    /** One request is under way at a time; a further one may be stuck in an answer that does not end. */
    private static final int MOST_SENDERS = 2;

    private static final long IDLE_SECONDS = 10;
    private static final RetryPolicy RETRY = RetryPolicy.builder()
            .setMaxAttempts(3)
            .setInitialBackoff(Duration.ofMillis(500))
            .setMaxBackoff(Duration.ofSeconds(2))
            .build();
    private static final SpanLimits LIMITS = SpanLimits.builder()
            .setMaxAttributeValueLength(256)
            .setMaxNumberOfAttributes(32)
            .setMaxNumberOfEvents(8)
            .setMaxNumberOfLinks(1)
            .build();
    /** Says of each failure what we say once; referred to, so that it is not forgotten. */
    private static final java.util.logging.Logger SILENCED = java.util.logging.Logger.getLogger("io.opentelemetry");

    private static final TextMapGetter<TraceContext> GETTER = OtlpTracing::get;

    private final ExecutorService senders = new ThreadPoolExecutor(
            0, MOST_SENDERS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), OtlpTracing::sender);
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * Opens the way to a collector, which need not be there yet.
     *
     * @param collector its URL; without a path, {@code /v1/traces}
     * @param node whose spans they are
     * @param version of the node
     * @param sample which part of the calls that begin a trace is recorded, 0 to 1
     * @param headers sent with every request; asked each time
     */
    public OtlpTracing(
            URI collector,
            String node,
            String version,
            double sample,
            Supplier<Map<String, String>> headers,
            Meters meters) {
        SILENCED.setLevel(Level.OFF);
        boolean bare =
                collector.getRawPath().isEmpty() || collector.getRawPath().equals("/");
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(bare ? collector.resolve(DEFAULT_PATH).toString() : collector.toString())
                .setHeaders(headers)
                .setCompression("gzip")
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                .setRetryPolicy(RETRY)
                .setExecutorService(senders)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "turnpike")
                                .put("service.instance.id", node)
                                .put("service.version", version)
                                .build())))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample)))
                .setSpanLimits(LIMITS)
                .addSpanProcessor(SpanQueue.to(exporter, collector.toString(), meters))
                .build();
        tracer = provider.get("dev.turnpike.gateway", version);
    }

    @Override
    public CallTrace begin(Message.ToolCall call, MultiMap headers, Server server, Instant arrived) {
        SpanBuilder builder =
                tracer.spanBuilder(METHOD).setSpanKind(SpanKind.SERVER).setStartTimestamp(arrived);
        Optional<TraceContext> carrier = TraceContext.of(headers);
        Optional<TraceContext> parent = Tracing.context(call, headers);
        if (parent.isPresent()) {
            builder.setParent(extracted(parent.get()));
        } else {
            builder.setNoParent();
        }
        if (call.trace().isPresent() && carrier.isPresent()) {
            link(builder, call.trace().get(), carrier.get());
        }
        Span span = builder.startSpan();
        if (span.isRecording()) {
            span.setAttribute("mcp.method.name", METHOD)
                    .setAttribute("mcp.protocol.version", call.envelope().version())
                    .setAttribute("gen_ai.operation.name", "execute_tool")
                    .setAttribute("jsonrpc.request.id", unquoted(call.id()))
                    .setAttribute("network.protocol.name", "http")
                    .setAttribute("network.transport", "tcp");
        }
        return new SpanTrace(tracer, span, server);
    }

    /** The request may be part of another trace, or of another place in it, than the message that it carries. */
    private static void link(SpanBuilder builder, TraceContext message, TraceContext carrier) {
        if (!carrier.parent().equals(message.parent())) {
            SpanContext other = Span.fromContext(extracted(carrier)).getSpanContext();
            if (other.isValid()) {
                builder.addLink(other);
            }
        }
    }

    private static Context extracted(TraceContext context) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), context, GETTER);
    }

    private static @Nullable String get(@Nullable TraceContext context, String key) {
        if (context == null) {
            return null;
        }
        return key.equals(TraceContext.PARENT) ? context.parent() : context.state();
    }

    private static Thread sender(Runnable task) {
        Thread thread = new Thread(task, "trace-sender");
        thread.setDaemon(true);
        return thread;
    }

    private static String unquoted(String json) {
        return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }

    /** Sends what waits, for at most five seconds. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
        senders.shutdownNow();
    }
}
