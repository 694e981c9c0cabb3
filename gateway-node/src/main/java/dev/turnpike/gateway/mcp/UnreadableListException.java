package dev.turnpike.gateway.mcp;

/**
 * An upstream's answer that cannot be filtered with certainty, so that none of it may reach the client. It has no stack
 * trace.
 */
public final class UnreadableListException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableListException(String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
