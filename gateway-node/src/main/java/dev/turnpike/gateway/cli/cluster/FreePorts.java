package dev.turnpike.gateway.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that nobody listens on, each given once. They lie below those that systems take for
 * outgoing connections, so that none is gone before it is used.
 */
final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int BEYOND = 32_000;
    private static final int MOST_TRIES = 1_000;

    private final Set<Integer> given = new HashSet<>();

    int next() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new ClusterException("no port is free between " + LOWEST + " and " + BEYOND);
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, /* backlog= */ 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
