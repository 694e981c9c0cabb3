package dev.turnpike.gateway.mcp;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that is refused for its form. It has no stack trace: what a client did wrong is no fault of ours.
 *
 * <p>Codes are those of JSON-RPC 2.0 and of MCP 2026-07-28 ("Error Codes"). Which of them a modern client recognises
 * matters: a 400 whose body it does not recognise makes it fall back to {@code initialize}.
 */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** JSON-RPC: the bytes are no JSON. */
    public static final int PARSE_ERROR = -32700;

    /** JSON-RPC: JSON, but no message that may be sent. */
    public static final int INVALID_REQUEST = -32600;

    /** JSON-RPC: no such method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** JSON-RPC: wrong or missing parameters. */
    public static final int INVALID_PARAMS = -32602;

    /** MCP: the headers and the body disagree, or a required header is missing. */
    public static final int HEADER_MISMATCH = -32020;

    /** MCP: the named protocol version is not served. */
    public static final int UNSUPPORTED_VERSION = -32022;

    private final int httpStatus;
    private final int code;
    private final String sentence;
    private final transient @Nullable JsonNode data;
    private final @Nullable String id;

    private WireException(int httpStatus, int code, String sentence, @Nullable JsonNode data, @Nullable String id) {
        super(sentence, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.httpStatus = httpStatus;
        this.code = code;
        this.sentence = requireNonNull(sentence, "sentence");
        this.data = data;
        this.id = id;
    }

    static WireException parseError(String sentence) {
        return new WireException(400, PARSE_ERROR, "Parse error: " + sentence, null, null);
    }

    static WireException invalidRequest(String sentence) {
        return new WireException(400, INVALID_REQUEST, "Invalid request: " + sentence, null, null);
    }

    static WireException methodNotFound(String method) {
        return new WireException(404, METHOD_NOT_FOUND, "Method not found: " + Shown.text(method), null, null);
    }

    static WireException invalidParams(String sentence) {
        return new WireException(400, INVALID_PARAMS, "Invalid params: " + sentence, null, null);
    }

    static WireException headerMismatch(String sentence) {
        return new WireException(400, HEADER_MISMATCH, "Header mismatch: " + sentence, null, null);
    }

    static WireException unsupportedVersion(String requested) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        Era.SUPPORTED.forEach(data.putArray("supported")::add);
        data.put("requested", Shown.text(requested));
        return new WireException(400, UNSUPPORTED_VERSION, "Unsupported protocol version", data, null);
    }

    /**
     * The call brings a {@code requestState} that was not given for it (MCP 2026-07-28, "Multi Round-Trip Requests").
     *
     * @param id JSON text of the request's id
     */
    public static WireException foreignState(String id) {
        return invalidParams("`requestState` was not given for this call, or is too old; call again without it")
                .withId(id);
    }

    /** The same refusal as the answer to the request of that id (JSON text), if it could be read. */
    WireException withId(@Nullable String id) {
        return id == null || this.id != null ? this : new WireException(httpStatus, code, sentence, data, id);
    }

    /** The HTTP status to answer with. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }

    /** What is wrong, for people. */
    public String sentence() {
        return sentence;
    }

    /** JSON text of the request's id, if it could be read. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** The JSON-RPC error response, to be sent as {@code application/json}. */
    public Buffer body() {
        return Answers.error(id, code, sentence, data);
    }
}
