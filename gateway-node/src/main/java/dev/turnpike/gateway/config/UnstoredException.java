package dev.turnpike.gateway.config;

/** A change of which it is not known whether it is in force; carries no stack trace. */
public final class UnstoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnstoredException(String reason) {
        super(reason, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
