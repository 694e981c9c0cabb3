package dev.turnpike.loadtest.proof.load;

/**
 * A change of a document that was acknowledged.
 *
 * @param node that acknowledged it
 * @param removedPolicy whether it removed a policy
 */
public record Made(Target node, long millis, boolean removedPolicy) {}
