package dev.turnpike.loadtest.compare;

/** A comparison that cannot be made, and why, in words for whoever runs it. */
final class ComparisonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ComparisonException(String message) {
        super(message);
    }
}
