package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, called through a symbolic link from a directory that is not the repository. */
final class LaunchedProcess implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private LaunchedProcess(Process process, Path err) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.err = err;
    }

    /** @param elsewhere gets the link, and what the process prints to standard error */
    static LaunchedProcess start(Path elsewhere, String... arguments) throws Exception {
        // The build under test has packaged already; a second one inside it would pull the jars from under its feet.
        Files.writeString(root().resolve("gateway-node/target/turnpike-built"), "");
        Path link = elsewhere.resolve("tp");
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, root().resolve("turnpike"));
        }
        Path err = Files.createTempFile(elsewhere, "err", "");
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(elsewhere.toFile()).redirectError(err.toFile());
        // The settings of whoever runs the tests are not under test.
        builder.environment().keySet().removeIf(name -> name.startsWith("TURNPIKE_"));
        return new LaunchedProcess(builder.start(), err);
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("turnpike"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no launcher above this directory");
        }
        return directory;
    }

    long pid() {
        return process.pid();
    }

    /** The JSON line that a serving command prints when it is ready. */
    JsonNode ready() throws Exception {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("it has ended: " + err());
        }
        return MAPPER.readTree(line);
    }

    /** The rest of its output. */
    String rest() throws Exception {
        StringBuilder rest = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    String err() throws Exception {
        return Files.readString(err);
    }

    /** SIGTERM; the streams stay open. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    int exitCode() throws Exception {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Sends a JSON-RPC request to the server of a ready line. */
    static JsonNode call(HttpClient client, JsonNode ready, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(ready.path("url").asText()))
                .header("Authorization", "Bearer " + ready.path("token").asText())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body))
                .build();
        return MAPPER.readTree(client.send(request, BodyHandlers.ofString()).body());
    }
}
