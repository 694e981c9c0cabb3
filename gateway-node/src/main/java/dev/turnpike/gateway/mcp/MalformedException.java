package dev.turnpike.gateway.mcp;

/** Bytes that are no acceptable JSON document. It has no stack trace. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean grammar;

    private MalformedException(String message, boolean grammar) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.grammar = grammar;
    }

    /** Not JSON at all (RFC 8259), or not UTF-8. */
    static MalformedException grammar(String message) {
        return new MalformedException(message, true);
    }

    /** JSON that two readers could take differently, or that is larger than the caps allow. */
    static MalformedException refused(String message) {
        return new MalformedException(message, false);
    }

    /** The refusal of a client's message. */
    WireException toWire() {
        return grammar ? WireException.parseError(sentence()) : WireException.invalidRequest(sentence());
    }

    /** What is wrong, for people. */
    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
