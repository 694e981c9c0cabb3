package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that this machine must have. */
final class Installed {
    private static final List<String> DIRECTORIES =
            List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MILLIS = 20;

    private Installed() {}

    /** Its path; says which Debian package brings it where there is none. */
    static String program(String name, String debianPackage) {
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new ComparisonException(
                        "no " + name + " found: install it (Debian: `apt-get install " + debianPackage + "`)"));
    }

    /** Returns when something accepts connections at {@code address}. */
    static void awaitListening(String name, Process process, InetSocketAddress address) {
        long deadline = System.nanoTime() + START_NANOS;
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(address);
                return;
            } catch (IOException notYet) {
                Pause.millis(LOOK_MILLIS);
            }
        }
        throw new ComparisonException(name + " does not listen on " + address);
    }
}
