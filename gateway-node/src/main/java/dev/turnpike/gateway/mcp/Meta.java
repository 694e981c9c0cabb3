package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code params._meta} of a message (MCP 2026-07-28, "_meta"). */
final class Meta {
    static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String PROGRESS_TOKEN = "progressToken";

    private final JsonNode fields;

    private Meta(JsonNode fields) {
        this.fields = fields;
    }

    static Meta of(ObjectNode message) {
        JsonNode meta = message.path("params").path("_meta");
        if (!meta.isObject() && !meta.isMissingNode()) {
            throw WireException.invalidParams("`_meta` must be an object");
        }
        return new Meta(meta);
    }

    /** The protocol version that the body names, if any. */
    @Nullable
    String version() {
        JsonNode version = fields.path(VERSION);
        if (!version.isTextual() && !version.isMissingNode()) {
            throw WireException.invalidParams("`_meta[\"" + VERSION + "\"]` must be a string");
        }
        return version.textValue();
    }

    /** Throws unless it has what every modern request must have. */
    void requireModern() {
        if (!fields.has(VERSION)) {
            throw WireException.invalidParams("`_meta[\"" + VERSION + "\"]` is missing");
        }
        if (!fields.path(CAPABILITIES).isObject()) {
            throw WireException.invalidParams("`_meta[\"" + CAPABILITIES + "\"]` is missing or no object");
        }
    }

    /** JSON text of the progress token. */
    Optional<String> progressToken() {
        JsonNode token = fields instanceof ObjectNode ? fields.path(PROGRESS_TOKEN) : MissingNode.getInstance();
        if (token.isIntegralNumber()) {
            return Optional.of(token.asText());
        }
        return token.isTextual()
                ? Optional.of(
                        '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(token.textValue())) + '"')
                : Optional.empty();
    }
}
