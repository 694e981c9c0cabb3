package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A posted body, read to its end. Remembers the id as soon as it has been read, so that even the refusal of what follows
 * can be answered to it.
 */
final class Body {
    private static final Set<String> TOP = Set.of("jsonrpc", "id", "method", "params", "result", "error");
    private static final Set<String> PARAMS =
            Set.of("name", "arguments", "_meta", "task", "requestState", "inputResponses", "uri", "taskId", "cursor");
    private static final Set<String> META = Set.of(Meta.VERSION, Meta.CAPABILITIES, Meta.PROGRESS_TOKEN);

    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private @Nullable String id;

    /** The fields of the message. */
    ObjectNode fields() {
        return fields;
    }

    /** JSON text of the id, if there is a valid one. */
    @Nullable
    String id() {
        return id;
    }

    /**
     * Reads the document.
     *
     * @throws MalformedException if it can be read in more than one way, or not at all
     * @throws WireException if it is not a JSON-RPC 2.0 message
     */
    void read(StrictJson json, byte[] bytes) throws IOException {
        try (StrictReader in = json.read(bytes)) {
            try {
                readFields(in);
            } catch (IOException failure) {
                throw in.refusal(failure);
            }
        }
        refuseLookalikes(fields, TOP);
        JsonNode params = fields.get("params");
        if (params instanceof ObjectNode object) {
            refuseLookalikes(object, PARAMS);
            JsonNode meta = object.get("_meta");
            if (meta instanceof ObjectNode fieldsOfMeta) {
                refuseLookalikes(fieldsOfMeta, META);
            }
        } else if (params != null) {
            throw WireException.invalidRequest("`params` must be an object");
        }
        JsonNode version = fields.get("jsonrpc");
        if (version == null || !version.isTextual() || !version.textValue().equals("2.0")) {
            throw WireException.invalidRequest("`jsonrpc` must be \"2.0\"");
        }
    }

    private void readFields(StrictReader in) throws IOException {
        JsonToken first = in.next();
        if (first == null) {
            throw WireException.parseError("the body is empty");
        }
        if (first == JsonToken.START_ARRAY) {
            throw WireException.invalidRequest("batches are not accepted; post one message at a time");
        }
        if (first != JsonToken.START_OBJECT) {
            throw WireException.invalidRequest("the message must be an object");
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonNode value = in.nextValue();
            if (name.equals("id")) {
                readId(in, value);
            }
            in.put(fields, name, value);
        }
        in.requireEnd();
    }

    private void readId(StrictReader in, JsonNode value) throws IOException {
        if (fields.has("id")) {
            id = null; // neither of the two is the request's
        } else if (value.isTextual() || value.isIntegralNumber()) {
            id = in.tokenText();
        } else {
            throw WireException.invalidRequest("`id` must be a string or an integer");
        }
    }

    /**
     * Refuses keys that are a known one but for case: servers that match keys without regard to case (Go's
     * encoding/json, by simple Unicode folding) would read them as that one, and we would not.
     */
    private static void refuseLookalikes(ObjectNode object, Set<String> known) {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                for (String exact : known) {
                    if (exact.equalsIgnoreCase(name)) {
                        throw WireException.invalidRequest("unknown key `" + name + "`; did you mean `" + exact + "`?");
                    }
                }
            }
        }
    }
}
