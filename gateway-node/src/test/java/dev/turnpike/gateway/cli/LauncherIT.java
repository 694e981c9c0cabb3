package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own, called through a symbolic link from a directory that is not the repository. */
final class LauncherIT {
    @TempDir
    private Path elsewhere = Path.of(".");

    @Test
    void theDemoServesAndEndsCleanlyWhenItIsTold() throws Exception {
        Process demo = launch(List.of("demo", "-o", "json", "--port", "0", "--management-port", "0"));
        try (BufferedReader out = new BufferedReader(new InputStreamReader(demo.getInputStream(), UTF_8))) {
            JsonNode ready = new ObjectMapper().readTree(String.valueOf(out.readLine()));
            String listed = post(ready, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
            // The handle leaves the streams open.
            demo.toHandle().destroy();

            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(listed).contains("backfill_executions").doesNotContain("delete_flow_logs");
            assertThat(ready.path("nodes").get(0).path("pid").asLong()).isEqualTo(demo.pid());
            assertThat(out.readLine()).isNull();
            assertThat(Files.readString(elsewhere.resolve("err")))
                    .contains("The demo has ended.")
                    .doesNotContain("\tat ");
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void exitCodesReachTheShell() throws Exception {
        Process misused = launch(List.of("up", "--port", "many"));

        assertThat(misused.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(misused.exitValue()).isEqualTo(2);
        assertThat(Files.readString(elsewhere.resolve("err")))
                .contains("turnpike: --agent-port")
                .doesNotContain("\tat ");
    }

    private Process launch(List<String> arguments) throws Exception {
        // The build under test has packaged already; a second one inside it would pull the jars from under its feet.
        Files.writeString(root().resolve("gateway-node/target/turnpike-built"), "");
        Path link = Files.createSymbolicLink(elsewhere.resolve("tp"), root().resolve("turnpike"));
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectError(elsewhere.resolve("err").toFile());
        // The settings of whoever runs the tests are not under test.
        builder.environment().keySet().removeIf(name -> name.startsWith("TURNPIKE_"));
        return builder.start();
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("turnpike"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no launcher above this directory");
        }
        return directory;
    }

    private static String post(JsonNode ready, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(ready.path("url").asText()))
                .header("Authorization", "Bearer " + ready.path("token").asText())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
