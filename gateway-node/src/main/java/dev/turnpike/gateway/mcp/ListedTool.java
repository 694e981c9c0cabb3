package dev.turnpike.gateway.mcp;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool as the upstream lists it.
 *
 * @param name its name
 * @param definition the whole definition, as listed
 */
public record ListedTool(String name, JsonNode definition) {
    public ListedTool {
        requireNonNull(name, "name");
        requireNonNull(definition, "definition");
    }

    /** Its {@code inputSchema}; a missing node if it has none. */
    public JsonNode inputSchema() {
        return definition.path("inputSchema");
    }
}
