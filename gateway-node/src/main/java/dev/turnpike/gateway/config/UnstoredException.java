package dev.turnpike.gateway.config;

/** A change that is not in force, or of which that is not known; carries no stack trace. */
public final class UnstoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean nothingDone;

    /** @param nothingDone whether it is sure that nothing was changed */
    UnstoredException(String reason, boolean nothingDone) {
        super(reason, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.nothingDone = nothingDone;
    }

    /** Whether it is sure that nothing was changed. */
    public boolean isNothingDone() {
        return nothingDone;
    }
}
