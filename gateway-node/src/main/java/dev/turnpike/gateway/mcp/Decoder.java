package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * Reads a posted body, once and strictly. Whatever could be read in two ways is refused, so that the upstream, which
 * gets the same bytes, runs what was judged. Thread-safe; never blocks.
 */
public final class Decoder {
    private static final String TOOLS_CALL = "tools/call";
    private static final String TOOLS_LIST = "tools/list";

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
            return message(headers, body, read);
        } catch (WireException refusal) {
            throw refusal.withId(read.id());
        } catch (MalformedException malformed) {
            throw malformed.toWire().withId(read.id());
        } catch (IOException | RuntimeException unforeseen) {
            throw WireException.parseError("the body cannot be read").withId(read.id());
        }
    }

    private static Message message(MultiMap headers, Buffer raw, Body body) {
        if (!body.hasMethod()) {
            return response(headers, raw, body);
        }
        String method = body.method();
        if (method == null) {
            throw WireException.invalidRequest("`method` must be a string");
        }
        if (body.hasResult() || body.hasError()) {
            throw WireException.invalidRequest("a message is a request or a response, not both");
        }
        refuseLookalike(method);
        String id = body.id();
        return id == null
                ? notification(headers, raw, body.params(), method)
                : request(headers, raw, body.params(), method, id);
    }

    private static Message request(MultiMap headers, Buffer raw, Params params, String method, String id) {
        Envelope envelope = Opening.request(headers, method, params.meta(), raw);
        MirrorHeaders.check(headers, method, params, /* required= */ envelope.era() == Era.MODERN);
        if (method.equals(TOOLS_CALL)) {
            return toolCall(envelope, id, params);
        }
        if (method.equals(TOOLS_LIST)) {
            return new Message.ToolListCall(envelope, id);
        }
        return new Message.OtherRequest(envelope, id, method);
    }

    private static Message toolCall(Envelope envelope, String id, Params params) {
        String tool = params.text("name");
        if (tool == null) {
            throw WireException.invalidParams("`name` must be a string");
        }
        Arguments arguments = params.arguments();
        if (arguments == null) {
            throw WireException.invalidParams("`arguments` must be an object");
        }
        return new Message.ToolCall(
                envelope,
                id,
                tool,
                arguments,
                params.meta().progressToken(),
                params.task(),
                params.meta().elicitation(),
                params.answer(),
                params.meta().trace());
    }

    private static Message notification(MultiMap headers, Buffer raw, Params params, String method) {
        if (method.equals(TOOLS_CALL)) {
            throw WireException.invalidRequest("`tools/call` needs an `id`");
        }
        Envelope envelope = Opening.notification(headers, params.meta(), raw);
        MirrorHeaders.check(headers, method, params, /* required= */ false);
        return new Message.Notification(envelope, method);
    }

    private static Message response(MultiMap headers, Buffer raw, Body body) {
        if (!body.hasResult() && !body.hasError()) {
            throw WireException.invalidRequest("`method` is missing");
        }
        if (body.hasResult() && (body.hasError() || body.id() == null)) {
            throw WireException.invalidRequest("a response has an `id` and either `result` or `error`");
        }
        return new Message.Response(Opening.response(headers, raw));
    }

    /** A server that is lax about its own method names must not run what we took for something else. */
    private static void refuseLookalike(String method) {
        if (method.equals(TOOLS_CALL) || method.equals(TOOLS_LIST)) {
            return;
        }
        if (!isVisible(method) || method.equalsIgnoreCase(TOOLS_CALL) || method.equalsIgnoreCase(TOOLS_LIST)) {
            throw WireException.methodNotFound(method);
        }
    }

    /** Some servers trim what is not visible, or end a text at it; no method of MCP has any of it. */
    private static boolean isVisible(String method) {
        for (int i = 0; i < method.length(); i++) {
            if (method.charAt(i) < '!' || method.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
