package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the answers that the gateway gives itself. All are JSON-RPC responses of content type
 * {@code application/json}, and all but a {@link WireException}'s travel with HTTP 200: real clients lose the sentence
 * of any other status.
 */
public final class Answers {
    /** Where in a result's {@code _meta} the facts of a refusal are repeated. */
    public static final String DECISION_META_KEY = "dev.turnpike/decision";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INVALID_PARAMS = WireException.INVALID_PARAMS;

    private Answers() {}

    /**
     * A refused tool call, as a tool result that reaches the model.
     *
     * @param sentence what the model reads
     * @param facts the same for machines
     */
    public static Buffer refusal(Message.ToolCall call, String sentence, ObjectNode facts) {
        return response(call.id(), json -> {
            json.writeObjectFieldStart("result");
            if (call.era() == Era.MODERN) {
                json.writeStringField("resultType", "complete");
            }
            json.writeArrayFieldStart("content");
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", sentence);
            json.writeEndObject();
            json.writeEndArray();
            json.writeBooleanField("isError", true);
            json.writeObjectField("structuredContent", facts);
            json.writeObjectFieldStart("_meta");
            json.writeObjectField(DECISION_META_KEY, facts);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /**
     * A refused tool call as a JSON-RPC error, for clients that want those.
     *
     * @param code positive: the ranges below zero belong to JSON-RPC and MCP
     * @throws IllegalArgumentException if the code is not positive
     */
    public static Buffer protocolRefusal(Message.ToolCall call, int code, String sentence, ObjectNode facts) {
        if (code <= 0) {
            throw new IllegalArgumentException("code: " + code + " (expected: >= 1)");
        }
        return error(call.id(), code, sentence, facts);
    }

    /** The answer to a call of a tool that does not exist; a hidden tool is answered with the same bytes. */
    public static Buffer unknownTool(Message.ToolCall call) {
        return error(call.id(), INVALID_PARAMS, "Unknown tool: " + call.tool(), null);
    }

    /**
     * A JSON-RPC error response. Without a readable id it has none (MCP 2025-11-25 and 2026-07-28, "Error Responses").
     *
     * @param id JSON text of the id that is answered
     */
    public static Buffer error(@Nullable String id, int code, String message, @Nullable JsonNode data) {
        return response(id, json -> {
            json.writeObjectFieldStart("error");
            json.writeNumberField("code", code);
            json.writeStringField("message", message);
            if (data != null) {
                json.writeObjectField("data", data);
            }
            json.writeEndObject();
        });
    }

    /**
     * A call that goes on when its client comes back with {@code requestState} (MCP 2026-07-28, "Multi Round-Trip
     * Requests"), after it has put a question to its user.
     *
     * @param key names the question
     * @param mode how the client puts it; not {@link Elicitation#NONE}
     * @param sentence what the user reads
     * @param url where the user is led, in that mode
     */
    public static Buffer inputRequired(
            Message.ToolCall call, String key, Elicitation mode, String sentence, String url, String state) {
        return response(call.id(), json -> {
            json.writeObjectFieldStart("result");
            json.writeStringField("resultType", "input_required");
            json.writeObjectFieldStart("inputRequests");
            json.writeObjectFieldStart(key);
            json.writeStringField("method", "elicitation/create");
            json.writeObjectFieldStart("params");
            json.writeStringField("message", sentence);
            if (mode == Elicitation.URL) {
                json.writeStringField("mode", "url");
                json.writeStringField("url", url);
            } else {
                json.writeStringField("mode", "form");
                json.writeObjectFieldStart("requestedSchema");
                json.writeStringField("type", "object");
                json.writeObjectFieldStart("properties");
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringField("requestState", state);
            json.writeEndObject();
        });
    }

    private static Buffer response(@Nullable String id, Body body) {
        return message(json -> {
            if (id != null) {
                json.writeFieldName("id");
                json.writeRawValue(id);
            }
            body.write(json);
        });
    }

    static Buffer message(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            body.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
