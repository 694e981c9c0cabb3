package dev.turnpike.clusterstate;

/**
 * The shared state could not be reached, did not answer in time, or has no room for another counter; whether a spend
 * took place is not known.
 */
public final class StateUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether it is sure that nothing was changed. */
    private final boolean nothingDone;

    public StateUnavailableException(String message) {
        super(message);
        this.nothingDone = false;
    }

    public StateUnavailableException(String message, Throwable cause) {
        this(message, cause, /* nothingDone= */ false);
    }

    private StateUnavailableException(String message, Throwable cause, boolean nothingDone) {
        super(message, cause);
        this.nothingDone = nothingDone;
    }

    /** The same failure of a change, where it is sure that nothing was changed. */
    public StateUnavailableException beforeAnythingWasDone() {
        return new StateUnavailableException(String.valueOf(getMessage()), this, /* nothingDone= */ true);
    }

    /** Whether it is sure that nothing was changed; otherwise nobody knows. */
    public boolean isNothingDone() {
        return nothingDone;
    }
}
