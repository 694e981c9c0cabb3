package dev.turnpike.loadtest.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The processes of a run, in a directory of their own. All are stopped when it closes, or when this process is
 * interrupted, the last one first.
 */
final class Children implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 30_000;
    private static final int ATTEMPTS = 100;

    private final Path directory;
    private final Deque<Process> running = new ArrayDeque<>();
    private final Thread hook = new Thread(this::stopAndDelete);

    Children() throws IOException {
        directory = Files.createTempDirectory("turnpike-compare-");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Where the processes may write; deleted at the end. */
    Path directory() {
        return directory;
    }

    /** Starts a process whose complaints go to {@code name.log}. */
    synchronized Process start(String name, ProcessBuilder command) throws IOException {
        Process process = command.redirectError(log(name).toFile()).start();
        running.push(process);
        return process;
    }

    /** The next line that a process says; what else it says is read and dropped. */
    String firstLine(String name, Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new ComparisonException(name + " did not start: " + said(name));
        }
        Thread drain = new Thread(() -> said.lines().forEach(more -> {}), name + "-output");
        drain.setDaemon(true);
        drain.start();
        return line;
    }

    /** What a process complained about. */
    String said(String name) throws IOException {
        return Files.readString(log(name));
    }

    /**
     * A port of the loopback interface that nobody listens on at this moment, below those that Linux gives to whoever
     * asks for any: none of them can take it before it is used.
     */
    static int freePort() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, /* backlog= */ 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new ComparisonException("no free port between " + LOWEST_PORT + " and " + HIGHEST_PORT);
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
        delete();
    }

    private void stopAndDelete() {
        stop();
        try {
            delete();
        } catch (IOException leftBehind) {
            System.err.println("compare: " + directory + " could not be deleted");
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path empty, java.io.IOException failure) throws IOException {
                Files.delete(empty);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private synchronized void stop() {
        List<Process> all = List.copyOf(running);
        all.forEach(Process::destroy);
        for (Process process : all) {
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        running.clear();
    }
}
