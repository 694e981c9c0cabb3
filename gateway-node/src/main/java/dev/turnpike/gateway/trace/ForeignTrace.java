package dev.turnpike.gateway.trace;

import dev.turnpike.gateway.mcp.TraceContext;
import java.util.Optional;

/** A trace that others record. */
final class ForeignTrace implements CallTrace {
    private final Optional<String> id;

    ForeignTrace(TraceContext context) {
        this.id = Optional.of(context.traceId());
    }

    @Override
    public Optional<String> id() {
        return id;
    }
}
