package dev.turnpike.gateway.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends when we do, even when we are killed: a shell holds it, and lets go when the pipe from us closes.
 * Thread-safe.
 */
final class Leash {
    private static final String SCRIPT = Configurations.resource("leash.sh");

    /** The shell kills after 30 s what was told to end and did not. */
    private static final long LONGEST_END_SECONDS = 40;

    private final String name;
    private final Path log;
    private final Process shell;
    private final CompletableFuture<Long> pid = new CompletableFuture<>();
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();

    private Leash(String name, Path log, Process shell) {
        this.name = name;
        this.log = log;
        this.shell = shell;
    }

    /**
     * Starts a process; what it prints goes to the log.
     *
     * @param hidden variables of our environment that it must not see
     */
    static Leash start(String name, List<String> command, Set<String> hidden, Path log) throws IOException {
        List<String> leashed = new ArrayList<>(List.of(Program.BASH.command(), "-c", SCRIPT, name));
        leashed.addAll(command);
        restrict(log);
        ProcessBuilder builder =
                new ProcessBuilder(leashed).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeAll(hidden);
        Leash leash = new Leash(name, log, builder.start());
        Thread reader = new Thread(leash::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        return leash;
    }

    /** A node says new tokens of grants in it, once: for nobody but its owner to read. */
    private static void restrict(Path log) throws IOException {
        if (!Files.exists(log)
                && log.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    String name() {
        return name;
    }

    /** The process, not the shell. */
    long pid() {
        return pid.join();
    }

    /** The first line that it prints; fails with a {@link ClusterException} if it ends without one. */
    CompletableFuture<String> firstLine() {
        return firstLine;
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Completes when it has ended, with words for how. */
    CompletableFuture<String> ended() {
        return shell.onExit().thenApply(process -> words(process.exitValue()));
    }

    /** Sends it a signal by name. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // It goes without; ending it is up to the leash.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells it to end, in its own time. */
    void letGo() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    /** Waits until it has ended. */
    void await(Duration patience) {
        try {
            if (!shell.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
                shell.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last lines of its log. */
    String tail(int lines) {
        try {
            List<String> all = Files.readString(log, UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    private void read() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(shell.getInputStream(), UTF_8))) {
            pid.complete(Long.parseLong(String.valueOf(out.readLine())));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                firstLine.complete(line);
            }
        } catch (IOException | NumberFormatException e) {
            pid.completeExceptionally(new ClusterException(name + " cannot be run: " + e.getMessage()));
        }
        firstLine.completeExceptionally(new ClusterException(name + " printed nothing"));
    }

    private static String words(int status) {
        return status > 128 ? "ended by signal " + (status - 128) : "ended with exit code " + status;
    }
}
