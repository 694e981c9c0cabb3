package dev.turnpike.clusterstate.store;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Which database keeps the store, and how it is used.
 *
 * @param address {@code file:PATH} for an H2 database in the file {@code PATH.mv.db}, or {@code jdbc:postgresql://…}
 * @param user who signs in at PostgreSQL; empty for a file
 * @param password tells the user's password whenever a connection is opened; it may be empty. If it cannot be told, that
 *     fails with {@link StateUnavailableException}, whose message must show no part of it
 * @param poolSize how many connections are used at a time, at least 1
 * @param queryTimeout how long one statement may take; whole seconds, at least 1
 */
public record StoreSettings(
        String address, String user, Supplier<String> password, int poolSize, Duration queryTimeout) {
    /** The usual number of connections. */
    public static final int USUAL_POOL_SIZE = 4;

    /** How long one statement may usually take. */
    public static final Duration USUAL_QUERY_TIMEOUT = Duration.ofSeconds(5);

    public StoreSettings {
        requireNonNull(address, "address");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize: " + poolSize + " (expected: >= 1)");
        }
        if (queryTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("queryTimeout: " + queryTimeout + " (expected: >= 1 s)");
        }
    }

    /** A database with the usual pool and time-outs. */
    public static StoreSettings of(String address, String user, String password) {
        return of(address, user, () -> password);
    }

    /** The same where the password may change. */
    public static StoreSettings of(String address, String user, Supplier<String> password) {
        return new StoreSettings(address, user, password, USUAL_POOL_SIZE, USUAL_QUERY_TIMEOUT);
    }

    int queryTimeoutSeconds() {
        return Math.toIntExact(Math.min(queryTimeout.toSeconds(), 3_600));
    }

    /** Without the address and the password, which must not come into a log. */
    @Override
    public String toString() {
        return "store settings";
    }
}
