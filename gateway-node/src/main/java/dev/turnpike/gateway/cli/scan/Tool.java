package dev.turnpike.gateway.cli.scan;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as its server describes it; all of it is the server's claim.
 *
 * @param inputSchema a JSON Schema; a missing node if there is none
 * @param annotations the hints of MCP's {@code ToolAnnotations}; a missing node if there are none
 */
record Tool(String name, JsonNode inputSchema, JsonNode annotations) {
    static Tool of(JsonNode definition) {
        return new Tool(
                definition.path("name").asText(), definition.path("inputSchema"), definition.path("annotations"));
    }

    boolean claims(String hint) {
        return annotations.path(hint).asBoolean(false);
    }
}
