package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code params} of a message: what is judged of them is kept, the rest only checked. */
final class Params {
    private static final KnownKeys KNOWN = new KnownKeys(
            "name", "arguments", "_meta", "task", "requestState", "inputResponses", "uri", "taskId", "cursor");

    private final Meta meta = new Meta();
    private @Nullable String name;
    private @Nullable String uri;
    private @Nullable String taskId;
    private @Nullable Arguments arguments = Arguments.none();
    private boolean task;
    private boolean retry;
    private @Nullable String requestState;
    private @Nullable JsonNode inputResponses;

    /** Reads the value that comes next. */
    void read(StrictReader in) throws IOException {
        if (in.next() != JsonToken.START_OBJECT) {
            throw WireException.invalidRequest("`params` must be an object");
        }
        Keys keys = new Keys();
        for (String key = in.nextName(keys); key != null; key = in.nextName(keys)) {
            switch (key) {
                case "name" -> name = in.nextText();
                case "uri" -> uri = in.nextText();
                case "taskId" -> taskId = in.nextText();
                case "arguments" -> arguments = in.nextArguments();
                case "_meta" -> meta.read(in);
                case "task" -> {
                    task = true;
                    in.passNext();
                }
                case "requestState" -> {
                    retry = true;
                    requestState = in.nextText();
                }
                case "inputResponses" -> {
                    retry = true;
                    inputResponses = in.nextValue();
                }
                default -> {
                    KNOWN.refuseLookalike(key);
                    in.passNext();
                }
            }
        }
    }

    /** The text under a key of which {@code Mcp-Name} can be the mirror; null if there is none. */
    @Nullable
    String text(String key) {
        return switch (key) {
            case "name" -> name;
            case "uri" -> uri;
            case "taskId" -> taskId;
            default -> null;
        };
    }

    /** The arguments, empty where there are none; null if they are no object. */
    @Nullable
    Arguments arguments() {
        return arguments;
    }

    /** The {@code _meta}, empty where there is none. */
    Meta meta() {
        meta.requireObject();
        return meta;
    }

    /** Whether a task is asked for. */
    boolean task() {
        return task;
    }

    /** The answer to an {@code input_required} result, if it is one. */
    Optional<InputAnswer> answer() {
        return retry ? Optional.of(InputAnswer.of(requestState, inputResponses)) : Optional.empty();
    }
}
