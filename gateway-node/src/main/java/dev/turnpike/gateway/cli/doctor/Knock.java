package dev.turnpike.gateway.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether somebody listens. Opens a connection, and closes it without a word. */
final class Knock {
    private static final int PATIENCE_MILLIS = 1_500;

    private Knock() {}

    /** Blocks for a moment. */
    static boolean at(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException | RuntimeException closed) {
            return false;
        }
    }
}
