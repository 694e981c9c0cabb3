package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The standard headers that mirror a message, against the message (MCP 2026-07-28, "Standard Request Headers" and
 * "Server Validation"). Whoever routes by them and whoever executes the body must see the same call.
 */
final class MirrorHeaders {
    static final CharSequence PROTOCOL_VERSION = HttpHeaders.createOptimized("MCP-Protocol-Version");
    static final CharSequence METHOD = HttpHeaders.createOptimized("Mcp-Method");
    static final CharSequence NAME = HttpHeaders.createOptimized("Mcp-Name");

    /** Which parameter {@code Mcp-Name} mirrors; for tasks: the tasks extension, "Routing Headers". */
    private static final Map<String, String> NAME_SOURCES = Map.of(
            "tools/call", "name",
            "prompts/get", "name",
            "resources/read", "uri",
            "tasks/get", "taskId",
            "tasks/result", "taskId",
            "tasks/update", "taskId",
            "tasks/cancel", "taskId");

    /** Where it may not be missing. Common SDKs do not send it for tasks. */
    private static final Set<String> NAME_REQUIRED = Set.of("tools/call", "prompts/get", "resources/read");

    private MirrorHeaders() {}

    /**
     * Throws unless the headers agree with the body.
     *
     * @param required whether the headers must be there; otherwise only those that are there must agree
     */
    static void check(MultiMap headers, String method, Params params, boolean required) {
        check(METHOD, HeaderValue.single(headers, METHOD), method, required);
        String source = NAME_SOURCES.get(method);
        if (source != null) {
            String name = params.text(source);
            String header = HeaderValue.single(headers, NAME);
            String decoded = header == null ? null : HeaderValue.decoded(NAME, header);
            check(NAME, decoded, name, required && name != null && NAME_REQUIRED.contains(method));
        }
    }

    private static void check(CharSequence name, @Nullable String header, @Nullable String body, boolean required) {
        if (header == null) {
            if (required) {
                throw WireException.headerMismatch("the " + name + " header is missing");
            }
        } else if (!header.equals(body)) {
            throw WireException.headerMismatch(name + " header value `" + Shown.text(header) + "` does not match "
                    + (body == null ? "the body, which has none" : "body value `" + Shown.text(body) + "`"));
        }
    }
}
