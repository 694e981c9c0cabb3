package dev.turnpike.gateway.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which era a request belongs to, and whether a modern one is well-formed (MCP 2026-07-28, Streamable HTTP). */
final class ModernRequest {
    static final String VERSION = "2026-07-28";
    /** Newest first. */
    static final List<String> LEGACY = List.of("2025-11-25", "2025-06-18", "2025-03-26");

    static final List<String> SUPPORTED = List.of(VERSION, LEGACY.get(0), LEGACY.get(1), LEGACY.get(2));

    private static final String VERSION_HEADER = "MCP-Protocol-Version";
    private static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    private static final String BASE64_START = "=?base64?";
    private static final String BASE64_END = "?=";

    private ModernRequest() {}

    /** Why a modern request is refused, as a JSON-RPC error over HTTP 400. */
    record Fault(int code, String message, @Nullable ObjectNode data) {}

    static boolean isModern(MultiMap headers, JsonNode message) {
        String header = headers.get(VERSION_HEADER);
        return meta(message).has(VERSION_KEY) || (header != null && !LEGACY.contains(header));
    }

    static Optional<Fault> fault(MultiMap headers, JsonNode message) {
        String header = headers.get(VERSION_HEADER);
        JsonNode version = meta(message).path(VERSION_KEY);
        String method = message.path("method").asText();
        if (header == null) {
            return mismatch(VERSION_HEADER + " header is missing");
        }
        if (version.isTextual() && !version.asText().equals(header)) {
            return mismatch(VERSION_HEADER + " header does not match the body");
        }
        if (!header.equals(VERSION)) {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            SUPPORTED.forEach(data.putArray("supported")::add);
            return Optional.of(new Fault(-32022, "Unsupported protocol version", data.put("requested", header)));
        }
        if (!version.isTextual() || !meta(message).path(CAPABILITIES_KEY).isObject()) {
            return Optional.of(new Fault(-32602, "Invalid params: required `_meta` is missing", null));
        }
        if (!method.equals(headers.get("Mcp-Method"))) {
            return mismatch("Mcp-Method header does not match the body");
        }
        if (method.equals("tools/call")
                && !message.path("params").path("name").asText().equals(decoded(headers.get("Mcp-Name")))) {
            return mismatch("Mcp-Name header does not match the body");
        }
        return Optional.empty();
    }

    private static Optional<Fault> mismatch(String what) {
        return Optional.of(new Fault(-32020, "Header mismatch: " + what, null));
    }

    private static JsonNode meta(JsonNode message) {
        return message.path("params").path("_meta");
    }

    private static @Nullable String decoded(@Nullable String value) {
        if (value == null || !value.startsWith(BASE64_START) || !value.endsWith(BASE64_END)) {
            return value;
        }
        try {
            String encoded = value.substring(BASE64_START.length(), value.length() - BASE64_END.length());
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
