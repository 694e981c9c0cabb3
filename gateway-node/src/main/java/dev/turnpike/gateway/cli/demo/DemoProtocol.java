package dev.turnpike.gateway.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The MCP server side of one POST, in both eras and without sessions: legacy by {@code initialize} (2025-03-26 to
 * 2025-11-25; a call without a handshake is answered too), modern by per-request metadata (2026-07-28). Thread-safe.
 */
final class DemoProtocol {
    private static final String INSTRUCTIONS =
            "A demonstration: the tools answer as Kestra's would, and change nothing.";
    private static final long LIST_TTL_MILLIS = 60_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final DemoTools tools = DemoTools.load(mapper);

    /** What goes back: an HTTP status and, except for a notification, a JSON-RPC message. */
    record Reply(int status, @Nullable ObjectNode body) {}

    Reply answer(MultiMap headers, byte[] bytes) {
        JsonNode message;
        try {
            message = mapper.readTree(bytes);
        } catch (JsonProcessingException e) {
            return error(400, null, -32700, "Parse error");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!message.isObject()) {
            return error(400, null, -32600, "Invalid request: one JSON-RPC message expected");
        }
        JsonNode id = message.get("id");
        if (!message.path("method").isTextual()) {
            return message.has("result") || message.has("error")
                    ? new Reply(202, null)
                    : error(400, id, -32600, "Invalid request: `method` is missing");
        }
        if (id == null) {
            return new Reply(202, null);
        }
        return ModernRequest.isModern(headers, message)
                ? ModernRequest.fault(headers, message)
                        .map(fault -> error(400, id, fault.code(), fault.message(), fault.data()))
                        .orElseGet(() -> modern(id, message))
                : legacy(id, message);
    }

    private Reply legacy(JsonNode id, JsonNode message) {
        String method = message.path("method").asText();
        JsonNode params = message.path("params");
        return switch (method) {
            case "initialize" ->
                result(id, initialized(params.path("protocolVersion").asText()));
            case "ping" -> result(id, JsonNodeFactory.instance.objectNode());
            case "tools/list" -> result(id, toolList());
            case "tools/call" -> call(id, params, /* modern= */ false);
            default -> error(200, id, -32601, "Method not found: " + method);
        };
    }

    private Reply modern(JsonNode id, JsonNode message) {
        String method = message.path("method").asText();
        return switch (method) {
            case "server/discover" -> result(id, cacheable(discovered()));
            case "tools/list" -> result(id, cacheable(toolList()));
            case "tools/call" -> call(id, message.path("params"), /* modern= */ true);
            default -> error(404, id, -32601, "Method not found: " + method);
        };
    }

    private Reply call(JsonNode id, JsonNode params, boolean modern) {
        String name = params.path("name").asText();
        JsonNode arguments = params.path("arguments");
        if (!arguments.isObject() && !arguments.isMissingNode()) {
            return error(modern ? 400 : 200, id, -32602, "Invalid params: `arguments` must be an object");
        }
        return tools.call(name, arguments)
                .map(result -> result(id, modern ? result.put("resultType", "complete") : result))
                .orElseGet(() -> error(200, id, -32602, "Unknown tool: " + name));
    }

    private ObjectNode toolList() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("tools", tools.definitions());
        return result;
    }

    private static ObjectNode initialized(String asked) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("protocolVersion", ModernRequest.LEGACY.contains(asked) ? asked : ModernRequest.LEGACY.get(0));
        result.putObject("capabilities").putObject("tools");
        result.set("serverInfo", serverInfo());
        return result.put("instructions", INSTRUCTIONS);
    }

    private static ObjectNode discovered() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        List<String> versions = ModernRequest.SUPPORTED;
        versions.forEach(result.putArray("supportedVersions")::add);
        result.putObject("capabilities").putObject("tools");
        result.putObject("_meta").set("io.modelcontextprotocol/serverInfo", serverInfo());
        return result.put("instructions", INSTRUCTIONS);
    }

    private static ObjectNode serverInfo() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "turnpike-demo")
                .put("version", "1");
    }

    private static ObjectNode cacheable(ObjectNode result) {
        return result.put("resultType", "complete")
                .put("ttlMs", LIST_TTL_MILLIS)
                .put("cacheScope", "public");
    }

    private static Reply result(JsonNode id, ObjectNode result) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        body.set("id", id);
        body.set("result", result);
        return new Reply(200, body);
    }

    static Reply error(int status, @Nullable JsonNode id, int code, String message) {
        return error(status, id, code, message, null);
    }

    private static Reply error(int status, @Nullable JsonNode id, int code, String message, @Nullable JsonNode data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        body.set("id", id);
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        if (data != null) {
            error.set("data", data);
        }
        return new Reply(status, body);
    }
}
