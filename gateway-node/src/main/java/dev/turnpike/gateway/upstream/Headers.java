package dev.turnpike.gateway.upstream;

import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.TraceContext;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers travel on. Both directions are lists of what is known to be needed: whatever else a client sends,
 * credentials and cookies before all, stays here.
 */
final class Headers {
    private static final Set<String> REQUEST =
            Set.of("accept", "accept-language", "baggage", "last-event-id", "user-agent");
    private static final Set<String> RESPONSE = Set.of(
            "allow",
            "cache-control",
            "content-language",
            "content-length",
            "content-type",
            "retry-after",
            "x-accel-buffering");
    /** Session, version, method, name and parameters of MCP, all of which begin alike. */
    private static final String MCP = "mcp-";

    private static final String JSON = "application/json";

    private Headers() {}

    /** Copies what an upstream needs of a client's headers, and adds its credentials. */
    static void request(MultiMap client, Server server, MultiMap target) {
        copy(client, REQUEST, target);
        TraceContext.of(client).ifPresent(context -> {
            target.set(TraceContext.PARENT, context.parent());
            if (!context.state().isEmpty()) {
                target.set(TraceContext.STATE, context.state());
            }
        });
        if (client.contains(HttpHeaders.CONTENT_TYPE)) {
            // Not the client's own words: a charset that the upstream reads and we do not would change what was judged.
            target.set(HttpHeaders.CONTENT_TYPE, JSON);
        }
        // Whatever is filtered must be readable: no content coding.
        target.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        server.headers().forEach((name, secret) -> target.set(name, secret.reveal()));
    }

    /** What a client may see of an upstream's headers. */
    static MultiMap response(MultiMap upstream) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        copy(upstream, RESPONSE, headers);
        return headers;
    }

    private static void copy(MultiMap from, Set<String> named, MultiMap to) {
        from.forEach((name, value) -> {
            if (named.contains(name)
                    || name.regionMatches(/* ignoreCase= */ true, 0, MCP, 0, MCP.length())
                    || named.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }
}
