package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A posted body, read to its end. Remembers the id as soon as it has been read, so that even the refusal of what follows
 * can be answered to it.
 */
final class Body {
    private static final KnownKeys KNOWN = new KnownKeys("jsonrpc", "id", "method", "params", "result", "error");

    private final Params params = new Params();
    private final Keys keys = new Keys();
    private @Nullable String jsonrpc;
    private @Nullable String id;
    private @Nullable String method;
    private boolean hasMethod;
    private boolean result;
    private boolean error;

    /** JSON text of the id, if there is a valid one. */
    @Nullable
    String id() {
        return id;
    }

    /** Whether there is a method, be it a text or not. */
    boolean hasMethod() {
        return hasMethod;
    }

    /** The method, if it is a text. */
    @Nullable
    String method() {
        return method;
    }

    /** The parameters, empty where there are none. */
    Params params() {
        return params;
    }

    boolean hasResult() {
        return result;
    }

    boolean hasError() {
        return error;
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
        if (!"2.0".equals(jsonrpc)) {
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
            requireNew(in, name);
            readField(in, name);
        }
        in.requireEnd();
    }

    private void readField(StrictReader in, String name) throws IOException {
        switch (name) {
            case "jsonrpc" -> jsonrpc = in.nextText();
            case "id" -> readId(in);
            case "method" -> {
                hasMethod = true;
                method = in.nextText();
            }
            case "params" -> params.read(in);
            case "result" -> {
                result = true;
                in.passNext();
            }
            case "error" -> {
                error = true;
                in.passNext();
            }
            default -> {
                KNOWN.refuseLookalike(name);
                in.passNext();
            }
        }
    }

    private void requireNew(StrictReader in, String name) {
        if (!keys.add(name)) {
            id = name.equals("id") ? null : id; // neither of the two is the request's
            throw in.duplicate(name);
        }
    }

    private void readId(StrictReader in) throws IOException {
        JsonToken token = in.passNext();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            throw WireException.invalidRequest("`id` must be a string or an integer");
        }
        id = in.tokenText();
    }
}
