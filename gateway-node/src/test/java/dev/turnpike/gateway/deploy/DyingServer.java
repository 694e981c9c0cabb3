package dev.turnpike.gateway.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that reads each request to its end and closes the connection, as a node does that dies with it. */
final class DyingServer implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger received = new AtomicInteger();

    DyingServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "dying-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int received() {
        return received.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder text = new StringBuilder();
                while (!text.toString().endsWith("}")) {
                    int next = in.read();
                    if (next < 0) {
                        break;
                    }
                    text.append((char) next);
                }
                if (!text.isEmpty()) {
                    received.incrementAndGet();
                }
            } catch (IOException closed) {
                // The test has ended, or a client went away.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
