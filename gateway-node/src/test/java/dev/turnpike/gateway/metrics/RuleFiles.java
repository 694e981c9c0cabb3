package dev.turnpike.gateway.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.turnpike.gateway.cli.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules for Prometheus, and their tests. */
final class RuleFiles {
    static final Path PROMETHEUS = Path.of("../deploy/prometheus");
    static final Path RULES = PROMETHEUS.resolve("rules");
    static final Path TESTS = PROMETHEUS.resolve("tests");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private RuleFiles() {}

    /** All rules, in order. */
    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : in(RULES)) {
            YAML.readTree(file.toFile())
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(rules::add));
        }
        return rules;
    }

    static List<JsonNode> alerts() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    /** The cases of all tests. */
    static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (Path file : in(TESTS)) {
            YAML.readTree(file.toFile()).path("tests").forEach(cases::add);
        }
        return cases;
    }

    static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Runs what comes with Prometheus; returns what it says. */
    static String promtool(List<String> arguments) throws IOException {
        Path prometheus = Program.PROMETHEUS
                .find(System.getenv().getOrDefault("PATH", ""))
                .orElseThrow(() -> new AssertionError(Program.PROMETHEUS.missing()));
        List<String> command =
                new ArrayList<>(List.of(prometheus.resolveSibling("promtool").toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            return process.waitFor() == 0 ? said : "exit code " + process.waitFor() + "\n" + said;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
