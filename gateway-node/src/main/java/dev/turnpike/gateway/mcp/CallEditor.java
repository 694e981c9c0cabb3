package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes of a tool call another one, with bytes of its own: what is judged afterwards is, again, what is forwarded.
 * Thread-safe; never blocks.
 */
public final class CallEditor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StrictJson json;

    /** For calls that were decoded within these caps. */
    public CallEditor(JsonCaps caps) {
        this.json = new StrictJson(caps);
    }

    /** The same call with other arguments. */
    public Message.ToolCall withArguments(Message.ToolCall call, ObjectNode arguments) {
        Buffer raw = edited(call, params -> params.set("arguments", arguments));
        List<String> names = List.copyOf(
                arguments.properties().stream().map(java.util.Map.Entry::getKey).toList());
        return copy(call, raw, new Arguments(names, () -> arguments), call.answer());
    }

    /** The same call as if it had never been asked for input. */
    public Message.ToolCall withoutAnswer(Message.ToolCall call) {
        Buffer raw = edited(call, params -> params.remove(List.of("requestState", "inputResponses")));
        return copy(call, raw, call.arguments(), Optional.empty());
    }

    /** JSON text of an object as an exact tree; it must have been written by this gateway. */
    public ObjectNode object(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return json.object(bytes, 0, bytes.length);
    }

    private Buffer edited(Message.ToolCall call, Consumer<ObjectNode> change) {
        byte[] bytes = call.raw().getBytes();
        try (StrictReader in = json.read(bytes)) {
            ObjectNode message = (ObjectNode) in.nextValue();
            change.accept((ObjectNode) message.get("params"));
            return Buffer.buffer(JSON.writeValueAsBytes(message));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Message.ToolCall copy(
            Message.ToolCall call, Buffer raw, Arguments arguments, Optional<InputAnswer> answer) {
        return new Message.ToolCall(
                new Envelope(call.era(), call.envelope().version(), raw),
                call.id(),
                call.tool(),
                arguments,
                call.progressToken(),
                call.taskAugmented(),
                call.elicitation(),
                answer,
                call.trace());
    }
}
