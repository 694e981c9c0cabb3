package dev.turnpike.gateway.tls;

/** A PEM file that cannot be used; the message tells people which and why, and shows nothing of what is in it. */
public final class PemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Which which;
    private final String hint;

    /** What the file is for. */
    public enum Which {
        CERTIFICATE,
        KEY,
        AUTHORITIES
    }

    PemException(Which which, String message, String hint) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.which = which;
        this.hint = hint;
    }

    /** The file that has to be mended. */
    public Which which() {
        return which;
    }

    /** What would help. */
    public String hint() {
        return hint;
    }
}
