package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a posted body, once and strictly. Whatever could be read in two ways is refused, so that the upstream, which
 * gets the same bytes, runs what was judged. Thread-safe; never blocks.
 */
public final class Decoder {
    private static final String TOOLS_CALL = "tools/call";
    private static final String TOOLS_LIST = "tools/list";
    /** What some servers trim away, or end a text at; no method of MCP has any of it. */
    private static final Pattern NOT_VISIBLE = Pattern.compile("[^!-~]");

    private final StrictJson json;

    /** A decoder of bodies within the caps. */
    public Decoder(JsonCaps caps) {
        this.json = new StrictJson(caps);
    }

    /**
     * Decodes one message and holds it against its headers.
     *
     * @param headers of the POST request
     * @param body of the POST request, complete and without a content coding; must not change afterwards
     * @throws WireException if it is refused; nothing else is ever thrown
     */
    public Message decode(MultiMap headers, Buffer body) {
        Body read = new Body();
        try {
            read.read(json, body.getBytes());
            return message(headers, body, read.fields(), read.id());
        } catch (WireException refusal) {
            throw refusal.withId(read.id());
        } catch (MalformedException malformed) {
            throw malformed.toWire().withId(read.id());
        } catch (IOException | RuntimeException unforeseen) {
            throw WireException.parseError("the body cannot be read").withId(read.id());
        }
    }

    private static Message message(MultiMap headers, Buffer raw, ObjectNode fields, @Nullable String id) {
        JsonNode method = fields.get("method");
        boolean answers = fields.has("result") || fields.has("error");
        if (method == null) {
            return response(headers, raw, fields, id, answers);
        }
        if (!method.isTextual()) {
            throw WireException.invalidRequest("`method` must be a string");
        }
        if (answers) {
            throw WireException.invalidRequest("a message is a request or a response, not both");
        }
        String name = method.textValue();
        refuseLookalike(name);
        return id == null ? notification(headers, raw, fields, name) : request(headers, raw, fields, name, id);
    }

    private static Message request(MultiMap headers, Buffer raw, ObjectNode fields, String method, String id) {
        Meta meta = Meta.of(fields);
        Envelope envelope = Opening.request(headers, method, meta, raw);
        JsonNode params = fields.get("params");
        MirrorHeaders.check(headers, method, params, /* required= */ envelope.era() == Era.MODERN);
        if (method.equals(TOOLS_CALL)) {
            return toolCall(envelope, id, params, meta);
        }
        if (method.equals(TOOLS_LIST)) {
            return new Message.ToolListCall(envelope, id);
        }
        return new Message.OtherRequest(envelope, id, method);
    }

    private static Message toolCall(Envelope envelope, String id, @Nullable JsonNode params, Meta meta) {
        JsonNode tool = params == null ? null : params.get("name");
        if (params == null || tool == null || !tool.isTextual()) {
            throw WireException.invalidParams("`name` must be a string");
        }
        JsonNode arguments = params.get("arguments");
        if (arguments == null) {
            arguments = JsonNodeFactory.instance.objectNode();
        }
        if (!arguments.isObject()) {
            throw WireException.invalidParams("`arguments` must be an object");
        }
        return new Message.ToolCall(
                envelope,
                id,
                tool.textValue(),
                (ObjectNode) arguments,
                meta.progressToken(),
                /* taskAugmented= */ params.has("task"),
                /* retry= */ params.has("requestState") || params.has("inputResponses"));
    }

    private static Message notification(MultiMap headers, Buffer raw, ObjectNode fields, String method) {
        if (method.equals(TOOLS_CALL)) {
            throw WireException.invalidRequest("`tools/call` needs an `id`");
        }
        Envelope envelope = Opening.notification(headers, Meta.of(fields), raw);
        MirrorHeaders.check(headers, method, fields.get("params"), /* required= */ false);
        return new Message.Notification(envelope, method);
    }

    private static Message response(
            MultiMap headers, Buffer raw, ObjectNode fields, @Nullable String id, boolean answers) {
        if (!answers) {
            throw WireException.invalidRequest("`method` is missing");
        }
        if (fields.has("result") && (fields.has("error") || id == null)) {
            throw WireException.invalidRequest("a response has an `id` and either `result` or `error`");
        }
        return new Message.Response(Opening.response(headers, raw));
    }

    /** A server that is lax about its own method names must not run what we took for something else. */
    private static void refuseLookalike(String method) {
        if (NOT_VISIBLE.matcher(method).find()
                || (method.equalsIgnoreCase(TOOLS_CALL) && !method.equals(TOOLS_CALL))
                || (method.equalsIgnoreCase(TOOLS_LIST) && !method.equals(TOOLS_LIST))) {
            throw WireException.methodNotFound(method);
        }
    }
}
