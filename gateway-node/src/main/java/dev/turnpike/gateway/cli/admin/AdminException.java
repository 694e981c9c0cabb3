package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Why an operator did not get what was asked for: one line for people, no stack trace. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode problem;

    /**
     * A refusal, or no answer.
     *
     * @param status of the answer; 0 if there is none
     */
    public AdminException(int status, String message) {
        this(status, message, MissingNode.getInstance());
    }

    AdminException(int status, String message, JsonNode problem) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.status = status;
        this.problem = problem;
    }

    /** Of the answer; 0 if there is none. */
    public int status() {
        return status;
    }

    /** What the node answered (RFC 9457), if it did. */
    public JsonNode problem() {
        return problem;
    }

    /** The node has nothing of that name. */
    public boolean isUnknown() {
        return status == 404;
    }

    /** Whether another attempt may go better. */
    public boolean isPassing() {
        return status == 0 || status >= 500;
    }
}
