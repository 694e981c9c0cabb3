package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;

/**
 * The way to the MCP servers. What runs a tool needs a {@link ClearedCall}; everything else is a {@link Passage}, which
 * no tool call can become. Futures complete on the request's context, and fail with {@link UpstreamFailure}.
 */
public interface Upstream {
    /** Sends the very bytes that were judged. */
    Future<UpstreamAnswer> forward(ClearedCall call);

    /** Sends what needs no judgement. */
    Future<UpstreamAnswer> relay(Passage passage);
}
