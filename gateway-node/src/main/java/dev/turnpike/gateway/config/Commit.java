package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryMovedException;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Stores changes, as often as it takes within a time: storing one again is harmless. Blocks. */
final class Commit {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Registry registry;
    private final Duration patience;
    private final Duration patienceForNothing;

    /**
     * A way to store changes.
     *
     * @param patienceForNothing how long it tries while it is sure that nothing was changed; no longer than {@code patience}
     */
    Commit(Registry registry, Duration patience, Duration patienceForNothing) {
        this.registry = registry;
        this.patience = patience;
        this.patienceForNothing = patienceForNothing;
    }

    /**
     * The registry with the change in it, in force at every node; empty if the registry moved on meanwhile.
     *
     * @throws UnstoredException if it is not stored, or not known whether it is, or whether it is in force everywhere
     */
    Optional<Registry.Snapshot> store(Change change) {
        long began = System.nanoTime();
        boolean nothingDone = true;
        while (true) {
            String reason;
            CompletableFuture<Registry.Snapshot> stored =
                    change.applyTo(registry).toCompletableFuture();
            try {
                return Optional.of(stored.get(patience.toNanos(), TimeUnit.NANOSECONDS));
            } catch (ExecutionException failure) {
                Throwable cause = failure.getCause();
                if (cause instanceof RegistryMovedException) {
                    return Optional.empty();
                }
                nothingDone &= cause instanceof StateUnavailableException unavailable && unavailable.isNothingDone();
                reason = "the shared state did not take it: "
                        + (cause == null ? "no reason given" : String.valueOf(cause.getMessage()));
            } catch (TimeoutException silent) {
                stored.cancel(false); // what has not begun must not be done once nobody waits for it
                nothingDone = false;
                reason = "the shared state does not answer";
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                throw new UnstoredException("the node is closing", /* nothingDone= */ false);
            }
            if (System.nanoTime() - began > (nothingDone ? patienceForNothing : patience).toNanos()) {
                throw new UnstoredException(reason, nothingDone);
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }
}
