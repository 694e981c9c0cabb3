package dev.turnpike.gateway.trace;

import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.mcp.TraceContext;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Optional;

/** Begins the trace of each call. Thread-safe; never blocks. */
@FunctionalInterface
public interface Tracing {
    /** Traces nothing; of a call that belongs to somebody else's trace the id is known. */
    Tracing OFF = (call, headers, server, arrived) -> {
        Optional<TraceContext> context = context(call, headers);
        return context.isEmpty() ? CallTrace.NONE : new ForeignTrace(context.get());
    };

    /**
     * A call that was read, and not judged yet.
     *
     * @param headers as the client sent them
     * @param server the call is for
     * @param arrived when the request arrived
     */
    CallTrace begin(Message.ToolCall call, MultiMap headers, Server server, Instant arrived);

    /** What a message says itself counts more than what carries it (OpenTelemetry, MCP conventions). */
    static Optional<TraceContext> context(Message.ToolCall call, MultiMap headers) {
        return call.trace().isPresent() ? call.trace() : TraceContext.of(headers);
    }
}
