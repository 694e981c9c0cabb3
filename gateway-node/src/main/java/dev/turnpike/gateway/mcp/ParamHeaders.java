package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;

/** Stub. */
public final class ParamHeaders {
    public static ParamHeaders of(JsonNode inputSchema) {
        return new ParamHeaders();
    }

    /** Checks. WireException 400, −32020 */
    public void check(Message.ToolCall call, MultiMap headers) {}
}
