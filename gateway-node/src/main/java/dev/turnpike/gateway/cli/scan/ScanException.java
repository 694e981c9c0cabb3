package dev.turnpike.gateway.cli.scan;

/** Why an upstream could not be scanned: one line for people, no stack trace. */
public final class ScanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScanException(String message) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
