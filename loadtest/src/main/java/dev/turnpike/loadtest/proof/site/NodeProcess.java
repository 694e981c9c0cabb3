package dev.turnpike.loadtest.proof.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One node as a process of its own, which can be stopped, killed and paused, and started again. Each time it starts it
 * gets an audit file of its own, so that a record torn by a kill never touches another.
 */
public final class NodeProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(60);

    private final String name;
    private final Place place;
    private final Path directory;
    private final Map<String, String> settings;
    private final List<Path> audits = new ArrayList<>();
    private List<String> command;
    private @Nullable Process process;
    private boolean killed;

    /**
     * @param directory for its log, its clock and its audit files
     * @param command that runs a node
     * @param settings by key
     */
    NodeProcess(String name, Place place, Path directory, List<String> command, Map<String, String> settings) {
        this.name = name;
        this.place = place;
        this.directory = directory;
        this.command = List.copyOf(command);
        this.settings = Map.copyOf(settings);
    }

    public String name() {
        return name;
    }

    public Place place() {
        return place;
    }

    /** One for each start. */
    public List<Path> audits() {
        return List.copyOf(audits);
    }

    /** What runs it from its next start on. */
    public void runs(List<String> build) {
        command = List.copyOf(build);
    }

    /** Starts it, and does not wait until it is ready. */
    public void start() {
        Path audit = directory.resolve(name + "-" + (audits.size() + 1) + ".jsonl");
        audits.add(audit);
        List<String> all = new ArrayList<>(place.launch());
        all.addAll(command);
        all.add(clock().toString());
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("TURNPIKE_"));
        settings.forEach((key, value) -> builder.environment().put(variable(key), value));
        builder.environment().put(variable("audit-file"), audit.toString());
        builder.environment().put(variable("audit-rotate-size"), "none");
        try {
            process = builder.start();
            killed = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, and waits until it has. */
    public void stop() {
        running().destroy();
        awaitEnd();
    }

    /** Ends it on the spot (SIGKILL). */
    public void kill() {
        signalKill();
        awaitEnd();
    }

    /** Sends the signal that ends it on the spot, if it did not do so yet, and does not wait. */
    void signalKill() {
        if (killed) {
            return;
        }
        running().destroyForcibly();
        killed = true;
    }

    /** Of its process, which runs. */
    public long pid() {
        return running().pid();
    }

    /** Lets it do nothing (SIGSTOP) until {@link #resume}. */
    public void pause() {
        Tool.run("kill", "-STOP", Long.toString(running().pid()));
    }

    public void resume() {
        Tool.run("kill", "-CONT", Long.toString(running().pid()));
    }

    /** By how much its clock is wrong from now on. */
    public void shiftClock(Duration shift) {
        try {
            Path next = Files.writeString(directory.resolve(name + ".clock.next"), Long.toString(shift.toMillis()));
            Files.move(next, clock(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says of itself; empty if it does not answer. */
    Optional<NodeStatus> status() {
        if (process == null || !process.isAlive()) {
            return Optional.empty();
        }
        return NodeStatus.ask(place);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it printed. */
    public Path log() {
        return directory.resolve(name + ".log");
    }

    /** Ends it if it runs, also when it is paused. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    private Path clock() {
        return directory.resolve(name + ".clock");
    }

    private Process running() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new ProofException("node " + name + " ended by itself; its log is " + log());
        }
        return running;
    }

    private void awaitEnd() {
        Process ending = process;
        try {
            if (ending != null && !ending.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new ProofException("node " + name + " did not end within " + STOP.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProofException("interrupted while node " + name + " ends", interrupted);
        }
    }

    private static String variable(String key) {
        return "TURNPIKE_" + key.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }
}
