package dev.turnpike.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** A port that was asked for, or else the usual one if nobody has it. */
record FreePort(@Nullable Integer asked) {
    static FreePort asked(@Nullable Integer port) {
        return new FreePort(port);
    }

    /** The port to listen on; 0, and a line that says so, where the usual one is taken. */
    int orDefault(int usual, PrintWriter log) {
        if (asked != null) {
            if (asked < 0 || asked > 65_535) {
                throw CommandFailure.misused("port: " + asked + " (expected: 0 to 65535)");
            }
            return asked;
        }
        try (ServerSocket probe = new ServerSocket(usual, /* backlog= */ 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            log.println("Port " + usual + " is in use: taking another.");
            return 0;
        }
    }
}
