package dev.turnpike.gateway.cli.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists an upstream's tools: the modern way first ({@code server/discover}), by {@code initialize} if the upstream does
 * not speak it (MCP 2026-07-28, Streamable HTTP, Backward Compatibility). Blocks.
 */
final class McpClient {
    private static final String MODERN = "2026-07-28";
    private static final String LEGACY = "2025-11-25";
    private static final String META = "io.modelcontextprotocol/";
    private static final Pattern DATED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int MAX_TOOLS = 10_000;
    private static final int MAX_PAGES = 1_000;

    private final Wire wire;
    private int lastId;

    McpClient(Wire wire) {
        this.wire = wire;
    }

    ToolListing list() {
        ObjectNode discover = request("server/discover", params(/* modern= */ true, null));
        Wire.Answer answer = wire.post(discover, modernHeaders("server/discover"));
        refuseUnauthorized(answer);
        return answer.isResult() && speaksModern(answer.message().path("result"))
                ? modern(answer.message().path("result"))
                : legacy();
    }

    private static boolean speaksModern(JsonNode discovered) {
        for (JsonNode version : discovered.path("supportedVersions")) {
            if (version.asText().equals(MODERN)) {
                return true;
            }
        }
        return false;
    }

    private ToolListing modern(JsonNode discovered) {
        String name =
                discovered.path("_meta").path(META + "serverInfo").path("name").asText("(unnamed)");
        Map<String, Tool> tools = pages(/* modern= */ true, modernHeaders("tools/list"));
        return new ToolListing(PlainText.of(name), MODERN, List.copyOf(tools.values()));
    }

    private ToolListing legacy() {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("protocolVersion", LEGACY);
        params.putObject("capabilities");
        params.set("clientInfo", clientInfo());
        Wire.Answer answer = wire.post(request("initialize", params), Map.of());
        refuseUnauthorized(answer);
        JsonNode result = result(answer, "initialize");
        String protocol = result.path("protocolVersion").asText();
        Map<String, String> headers = new HashMap<>();
        if (DATED.matcher(protocol).matches()) {
            headers.put("MCP-Protocol-Version", protocol);
        }
        answer.headers().firstValue("Mcp-Session-Id").ifPresent(session -> headers.put("Mcp-Session-Id", session));
        try {
            ObjectNode initialized = JsonNodeFactory.instance.objectNode();
            wire.post(initialized.put("jsonrpc", "2.0").put("method", "notifications/initialized"), headers);
            Map<String, Tool> tools = pages(/* modern= */ false, headers);
            String name = result.path("serverInfo").path("name").asText("(unnamed)");
            return new ToolListing(PlainText.of(name), PlainText.of(protocol), List.copyOf(tools.values()));
        } finally {
            if (headers.containsKey("Mcp-Session-Id")) {
                wire.delete(headers);
            }
        }
    }

    /** Follows {@code nextCursor} to the end; of tools with one name the first counts, as for most clients. */
    private Map<String, Tool> pages(boolean modern, Map<String, String> headers) {
        Map<String, Tool> tools = new LinkedHashMap<>();
        Set<String> cursors = new HashSet<>();
        String cursor = null;
        do {
            JsonNode page = result(wire.post(request("tools/list", params(modern, cursor)), headers), "tools/list");
            for (JsonNode definition : page.path("tools")) {
                Tool tool = Tool.of(definition);
                tools.putIfAbsent(tool.name(), tool);
            }
            cursor = page.path("nextCursor").isTextual()
                    ? page.path("nextCursor").asText()
                    : null;
            if (tools.size() > MAX_TOOLS || cursors.size() >= MAX_PAGES || (cursor != null && !cursors.add(cursor))) {
                throw new ScanException("the upstream's tool list does not end");
            }
        } while (cursor != null);
        return tools;
    }

    private ObjectNode request(String method, ObjectNode params) {
        lastId++;
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("jsonrpc", "2.0").put("id", lastId).put("method", method);
        request.set("params", params);
        return request;
    }

    private static ObjectNode params(boolean modern, @Nullable String cursor) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (cursor != null) {
            params.put("cursor", cursor);
        }
        if (modern) {
            ObjectNode meta = params.putObject("_meta").put(META + "protocolVersion", MODERN);
            meta.set(META + "clientInfo", clientInfo());
            meta.putObject(META + "clientCapabilities");
        }
        return params;
    }

    private static ObjectNode clientInfo() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "turnpike-scan")
                .put("version", "1");
    }

    private static Map<String, String> modernHeaders(String method) {
        return Map.of("MCP-Protocol-Version", MODERN, "Mcp-Method", method);
    }

    private static void refuseUnauthorized(Wire.Answer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            throw new ScanException("the upstream refused with HTTP " + answer.status()
                    + "; pass its credentials with `--header \"Authorization: env:NAME\"`");
        }
    }

    private static JsonNode result(Wire.Answer answer, String method) {
        if (answer.isResult()) {
            return answer.message().path("result");
        }
        JsonNode error = answer.message().path("error").path("message");
        if (error.isTextual()) {
            throw new ScanException("the upstream answered `" + method + "` with: " + PlainText.of(error.asText()));
        }
        throw new ScanException("the upstream answered `" + method + "` with HTTP " + answer.status()
                + (answer.status() == 200 ? " but no MCP result" : "") + "; is this the URL of an MCP endpoint?");
    }
}
