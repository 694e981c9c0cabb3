package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What differs between the grids of different installations.
 *
 * @param clusterName members of other names never meet
 * @param bindAddress the address to listen on for members; whoever reaches it can read and change everything, so it
 *     must be private to them
 * @param port the port to listen on, or 0 for any that is free
 * @param callDeadline how long a call waits for the grid before it fails, at least 1 ms
 */
public record GridSettings(String clusterName, String bindAddress, int port, Duration callDeadline) {
    public GridSettings {
        requireNonNull(clusterName, "clusterName");
        requireNonNull(bindAddress, "bindAddress");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        if (callDeadline.toMillis() < 1) {
            throw new IllegalArgumentException("callDeadline: " + callDeadline + " (expected: >= 1 ms)");
        }
    }

    /** A grid of one member that only this machine can reach. */
    public static GridSettings singleMember() {
        return new GridSettings("turnpike", "127.0.0.1", /* port= */ 0, Duration.ofSeconds(2));
    }
}
