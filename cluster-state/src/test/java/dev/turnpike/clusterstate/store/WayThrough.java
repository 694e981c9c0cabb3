package dev.turnpike.clusterstate.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that passes bytes on to another one, and can keep silent: connections are taken, and nothing is answered. */
final class WayThrough implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private boolean silent;

    /** @param target a port of this machine */
    WayThrough(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, /* backlog= */ 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        open.add(listener);
        daemon(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many were opened so far. */
    int connections() {
        return connections.get();
    }

    /** What comes while it is silent waits until it no longer is. */
    synchronized void silent(boolean now) {
        silent = now;
        notifyAll();
    }

    @Override
    public void close() {
        open.forEach(WayThrough::end);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket near = opened(listener.accept());
                connections.incrementAndGet();
                daemon(() -> pass(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket near) {
        try {
            awaitVoice();
            Socket far = opened(new Socket(InetAddress.getLoopbackAddress(), target));
            daemon(() -> copy(near, far));
            copy(far, near);
        } catch (IOException gone) {
            end(near);
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8_192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                awaitVoice();
                out.write(some, 0, n);
            }
        } catch (IOException gone) {
            end(to);
        }
    }

    private synchronized void awaitVoice() throws IOException {
        try {
            while (silent) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Socket opened(Socket socket) {
        open.add(socket);
        return socket;
    }

    private static void end(Closeable some) {
        try {
            some.close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "way-through");
        thread.setDaemon(true);
        thread.start();
    }
}
