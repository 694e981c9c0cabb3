package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Puts a sentence before the content of a tool's result, for the model that reads it. Whatever is not the response to
 * the call, or is none, stays as it is. Thread-safe.
 */
public final class ResultNote implements UnaryOperator<Buffer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StrictJson json;
    private final String id;
    private final String sentence;

    /**
     * A note for the answer to one call.
     *
     * @param caps of the answer; a larger one stays as it is
     */
    public ResultNote(JsonCaps caps, Message.ToolCall call, String sentence) {
        this.json = new StrictJson(caps);
        this.id = call.id();
        this.sentence = sentence;
    }

    /** The message with the note, or the very same. */
    @Override
    public Buffer apply(Buffer message) {
        try (StrictReader in = json.read(message.getBytes())) {
            JsonNode response = in.nextValue();
            if (!response.path("id").toString().equals(id)
                    || !(response.path("result").path("content") instanceof ArrayNode content)) {
                return message;
            }
            ObjectNode note =
                    JsonNodeFactory.instance.objectNode().put("type", "text").put("text", sentence);
            content.insert(0, note);
            return Buffer.buffer(JSON.writeValueAsBytes(response));
        } catch (IOException | RuntimeException notForUs) {
            return message;
        }
    }
}
