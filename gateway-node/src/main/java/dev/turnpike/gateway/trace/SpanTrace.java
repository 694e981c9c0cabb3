package dev.turnpike.gateway.trace;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.UpstreamAnswer;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.TraceContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trace in spans of OpenTelemetry: one for the call, one for each of its steps. Names and attributes follow the
 * semantic conventions for MCP where they have them; what they lack begins with {@code turnpike}.
 */
final class SpanTrace implements CallTrace {
    private static final TextMapSetter<MultiMap> SETTER =
            (headers, name, value) -> requireNonNull(headers).set(name, value);
    /** Ends of an exchange with an upstream that are no error of anybody. */
    private static final Set<String> FINE = Set.of("result", "input_required", "unknown");

    private static final String HTTP_ERROR = "http_error";
    private static final String ERROR_TYPE = "error.type";
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final Tracer tracer;
    private final Span call;
    private final Context inside;
    private final Server server;
    private final Optional<String> id;
    private @Nullable Span step;
    private boolean over;

    /** The trace of a call whose span has begun. */
    SpanTrace(Tracer tracer, Span call, Server server) {
        this.tracer = tracer;
        this.call = call;
        this.inside = Context.root().with(call);
        this.server = server;
        this.id = Optional.of(call.getSpanContext().getTraceId());
    }

    @Override
    public Optional<String> id() {
        return id;
    }

    @Override
    public boolean isRecorded() {
        return call.isRecording();
    }

    @Override
    public void enter(Step next) {
        if (!isRecorded()) {
            return;
        }
        leave();
        Span span = tracer.spanBuilder(next.name().toLowerCase(Locale.ROOT))
                .setParent(inside)
                .setSpanKind(next == Step.FORWARD ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .startSpan();
        if (next == Step.FORWARD) {
            span.setAttribute("mcp.method.name", OtlpTracing.METHOD)
                    .setAttribute("server.address", server.url().getHost())
                    .setAttribute("server.port", port());
        }
        step = span;
    }

    private long port() {
        int port = server.url().getPort();
        return port >= 0 ? port : "https".equalsIgnoreCase(server.url().getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }

    private void leave() {
        if (step != null) {
            step.end();
        }
    }

    @Override
    public void ruled(Ruling ruling) {
        if (isRecorded()) {
            call.addEvent(
                    "turnpike.approval",
                    Attributes.builder()
                            .put(
                                    "turnpike.approval.ruling",
                                    ruling.kind().name().toLowerCase(Locale.ROOT))
                            .put(
                                    "turnpike.approval",
                                    ruling.approval().map(found -> found.id()).orElse(""))
                            .build());
        }
    }

    @Override
    public void inject(MultiMap headers) {
        headers.remove(TraceContext.PARENT).remove(TraceContext.STATE);
        Span parent = step == null ? call : step;
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(parent), headers, SETTER);
    }

    @Override
    public void end(AuditRecord record, String tool, String session) {
        if (over || !isRecorded()) {
            return;
        }
        name(tool);
        call.setAttribute("turnpike.grant", record.grant())
                .setAttribute("turnpike.server", record.server())
                .setAttribute("turnpike.decision", record.decision().name().toLowerCase(Locale.ROOT))
                .setAttribute("turnpike.policy_revision", record.policyRevision());
        set("turnpike.policy", record.policy());
        set("turnpike.code", record.code());
        set("turnpike.rule", record.rule());
        set("turnpike.approval", record.approval());
        set("mcp.session.id", Optional.of(session).filter(some -> !some.isEmpty()));
        if (record.decision() == Verdict.DENY) {
            failed(record.code().orElse(""));
        }
        record.upstream().ifPresent(this::answered);
        close();
    }

    private void name(String tool) {
        if (tool.isEmpty()) {
            return;
        }
        call.updateName(OtlpTracing.METHOD + " " + tool).setAttribute("gen_ai.tool.name", tool);
        if (step != null) {
            step.setAttribute("gen_ai.tool.name", tool);
        }
    }

    private void answered(UpstreamAnswer answer) {
        call.setAttribute("turnpike.upstream.outcome", answer.outcome());
        if (step != null && answer.status() > 0) {
            step.setAttribute("http.response.status_code", (long) answer.status());
        }
        if (!FINE.contains(answer.outcome())) {
            failed(answer.outcome().equals(HTTP_ERROR) ? Integer.toString(answer.status()) : answer.outcome());
        }
    }

    @Override
    public void fail(String why) {
        if (!over && isRecorded()) {
            call.setAttribute("turnpike.server", server.name());
            failed(why);
            close();
        }
    }

    private void failed(String why) {
        call.setAttribute(ERROR_TYPE, why).setStatus(StatusCode.ERROR, why);
        if (step != null) {
            step.setAttribute(ERROR_TYPE, why).setStatus(StatusCode.ERROR, why);
        }
    }

    private void set(String name, Optional<String> value) {
        value.ifPresent(text -> call.setAttribute(name, text));
    }

    private void close() {
        over = true;
        leave();
        call.end();
    }
}
