package dev.turnpike.clusterstate;

/** A change was made for a registry that has changed since; it was not stored. Look again, and make another. */
public final class RegistryMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryMovedException(long basedOn, long revision) {
        super("the registry is at revision " + revision + " (expected: " + basedOn + ")");
    }
}
