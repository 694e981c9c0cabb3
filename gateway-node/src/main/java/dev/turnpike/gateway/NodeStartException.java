package dev.turnpike.gateway;

/** A node that could not start, for a reason that its operator can mend; the message says what. */
public final class NodeStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeStartException(String message) {
        super(message);
    }

    NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
