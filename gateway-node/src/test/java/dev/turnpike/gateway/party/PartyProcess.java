package dev.turnpike.gateway.party;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that runs beside a test. Its output is kept, bounded, and on {@link #close} it ends with everything that
 * it started; also when the test's JVM ends first.
 */
final class PartyProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final OutputTail output = new OutputTail();
    private final Thread reader;
    private final Thread hook = new Thread(this::kill);

    private PartyProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static PartyProcess start(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // What the build sets for its own JVMs and tools is not for the programs of others.
        builder.environment().keySet().removeIf(name -> name.startsWith("npm_") || name.equals("NODE_OPTIONS"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new PartyProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of the first match in the output, waited for; fails once the program ends without it. */
    String awaitOutput(Pattern pattern) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            boolean ended = !reader.isAlive();
                            Optional<String> found = output.find(pattern).map(match -> match.group(1));
                            if (found.isEmpty() && ended) {
                                fail("ended without /%s/ in its output:%n%s", pattern, output.text());
                            }
                            return found;
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for the program to end by itself. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            fail("still running after %s:%n%s", PATIENCE, output.text());
        }
        reader.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    String output() {
        return output.text();
    }

    private void read() {
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] chars = new char[8192];
            for (int read = reader.read(chars); read >= 0; read = reader.read(chars)) {
                output.append(new String(chars, 0, read));
            }
        } catch (IOException e) {
            output.append("\n(output lost: " + e.getMessage() + ")");
        }
    }

    private void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
        process.onExit().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** The last characters of an output. Thread-safe. */
    private static final class OutputTail {
        private static final int MAX_CHARS = 1 << 18;

        private final StringBuilder text = new StringBuilder();

        synchronized void append(String more) {
            text.append(more);
            text.delete(0, Math.max(0, text.length() - MAX_CHARS));
        }

        synchronized Optional<Matcher> find(Pattern pattern) {
            Matcher matcher = pattern.matcher(text.toString());
            return matcher.find() ? Optional.of(matcher) : Optional.empty();
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
