package dev.turnpike.gateway.config;

/** An edit of documents that have moved on; carries no stack trace. */
public final class OutdatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean conditional;
    private final long revision;

    private OutdatedException(String message, boolean conditional, long revision) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.conditional = conditional;
        this.revision = revision;
    }

    static OutdatedException condition(long revision) {
        return new OutdatedException(
                "somebody changed it meanwhile; look again and repeat", /* conditional= */ true, revision);
    }

    static OutdatedException moved(long revision) {
        return new OutdatedException(
                "the documents keep changing meanwhile; try again", /* conditional= */ false, revision);
    }

    /** Whether the edit itself said what it was made for. */
    public boolean isConditional() {
        return conditional;
    }

    /** The registry's revision now. */
    public long revision() {
        return revision;
    }
}
