package dev.turnpike.loadtest.proof.site;

/** The proof cannot be carried out: something is missing, or a process does not do what it should. */
public final class ProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProofException(String message) {
        super(message);
    }

    public ProofException(String message, Throwable cause) {
        super(message, cause);
    }
}
