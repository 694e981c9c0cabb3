package dev.turnpike.gateway.cli.cluster;

/** Why a cluster does not run, for people: one or more lines. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message, /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
