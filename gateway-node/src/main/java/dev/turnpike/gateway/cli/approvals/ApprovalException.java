package dev.turnpike.gateway.cli.approvals;

/** Why approvals could not be seen or decided: one line for people, no stack trace. */
public final class ApprovalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of the answer; 0 if there is none */
    ApprovalException(int status, String message) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.status = status;
    }

    /** The node has no approval of that id. */
    boolean isUnknown() {
        return status == 404;
    }

    /** Whether another attempt may go better. */
    boolean isPassing() {
        return status == 0 || status >= 500;
    }
}
