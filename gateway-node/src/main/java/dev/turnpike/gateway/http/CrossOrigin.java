package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What a browser needs so that a page of an allowed origin can be an MCP client (Fetch standard, "CORS protocol"). */
final class CrossOrigin {
    private static final String EXPOSED = "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After";
    private static final String ALLOWED_METHODS = "GET, POST, DELETE, OPTIONS";
    /** The wildcard does not cover Authorization, so that one is named. */
    private static final String ALLOWED_HEADERS = "Authorization, *";

    private static final String MAX_AGE_SECONDS = "600";

    private CrossOrigin() {}

    /** Marks the response as readable for the request's origin, which has been checked. */
    static void allow(HttpServerRequest request) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            request.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    static Reply preflight() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS)
                .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS)
                .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        return new Reply.Whole(204, headers, Buffer.buffer());
    }
}
