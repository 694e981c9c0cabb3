package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** POST requests for tests. */
final class Posts {
    static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private static final Decoder DECODER = new Decoder(JsonCaps.REQUEST);

    private Posts() {}

    static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    static MultiMap modern(String method) {
        return headers("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method);
    }

    static MultiMap modern(String method, String name) {
        return modern(method).add("Mcp-Name", name);
    }

    static Message decode(String body) {
        return decode(headers(), body);
    }

    static Message decode(MultiMap headers, String body) {
        return DECODER.decode(headers, Buffer.buffer(body));
    }

    static Message decode(byte[] body) {
        return DECODER.decode(headers(), Buffer.buffer(body));
    }

    static Message.ToolCall call(MultiMap headers, String body) {
        return (Message.ToolCall) decode(headers, body);
    }

    static Message.ToolCall legacyCall(String params) {
        return call(headers(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + params + "}");
    }

    static Message.ToolCall modernCall(String tool, String arguments) {
        return call(
                modern("tools/call", tool),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":" + arguments + "," + META + "}}");
    }
}
