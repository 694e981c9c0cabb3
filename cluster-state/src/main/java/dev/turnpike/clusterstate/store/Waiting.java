package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the cluster, on threads that may. */
final class Waiting {
    private static final int SECONDS = 10;

    private Waiting() {}

    /** @throws StateUnavailableException if it failed, or takes too long */
    static <T> T on(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("the node stops", e);
        } catch (TimeoutException e) {
            throw new StateUnavailableException("the cluster did not answer within " + SECONDS + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StateUnavailableException unavailable) {
                throw unavailable;
            }
            throw new StateUnavailableException("the cluster did not answer: " + e.getMessage(), e);
        }
    }
}
