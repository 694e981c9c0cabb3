package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.mcp.Answers;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A request that is turned away before its message is read: by an HTTP status, as RFC 9110 and RFC 6750 have it, with a
 * JSON-RPC error for people. It has no stack trace.
 */
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final String sentence;
    private final transient MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    /**
     * @param reason one word for metrics, out of a fixed set
     * @param sentence what is wrong, for people
     */
    public Rejected(int status, String reason, String sentence) {
        super(reason, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.status = status;
        this.reason = requireNonNull(reason, "reason");
        this.sentence = requireNonNull(sentence, "sentence");
    }

    /** The same with one more response header. */
    public Rejected with(CharSequence header, String value) {
        headers.set(header, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /** What is wrong, for people. */
    public String sentence() {
        return sentence;
    }

    public MultiMap headers() {
        return headers;
    }

    /** The JSON-RPC error; its code is the HTTP status, outside the ranges of JSON-RPC and MCP. */
    public Buffer body() {
        return Answers.error(/* id= */ null, status, sentence, /* data= */ null);
    }
}
