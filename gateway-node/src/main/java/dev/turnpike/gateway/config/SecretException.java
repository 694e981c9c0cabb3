package dev.turnpike.gateway.config;

/** A secret that this node cannot get; the message tells people why and shows no part of it. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretException(String message) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
