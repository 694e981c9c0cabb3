package dev.turnpike.clusterstate;

/**
 * The shared state could not be reached, did not answer in time, or has no room for another counter; whether a spend
 * took place is not known.
 */
public final class StateUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateUnavailableException(String message) {
        super(message);
    }

    public StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
