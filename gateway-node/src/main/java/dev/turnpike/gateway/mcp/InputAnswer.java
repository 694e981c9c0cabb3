package dev.turnpike.gateway.mcp;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client brings back when a call was answered with {@code input_required} (MCP 2026-07-28, "Multi Round-Trip
 * Requests").
 *
 * @param state the {@code requestState}, as the client says it was given
 * @param responses the {@code inputResponses}; null where there are none
 */
public record InputAnswer(Optional<String> state, JsonNode responses) {
    public InputAnswer {
        requireNonNull(state, "state");
        requireNonNull(responses, "responses");
    }

    static InputAnswer of(@Nullable String state, @Nullable JsonNode responses) {
        return new InputAnswer(Optional.ofNullable(state), responses == null ? NullNode.getInstance() : responses);
    }

    /** Whether the user agreed to what was asked under that key: neither declined nor closed it. */
    public boolean isAccepted(String key) {
        return responses.path(key).path("action").asText().equals("accept");
    }
}
