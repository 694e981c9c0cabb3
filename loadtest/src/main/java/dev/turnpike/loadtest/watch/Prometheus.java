package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.site.Cluster;
import dev.turnpike.loadtest.proof.site.Loopback;
import dev.turnpike.loadtest.proof.site.Patience;
import dev.turnpike.loadtest.proof.site.ProofException;
import dev.turnpike.loadtest.proof.site.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A Prometheus that scrapes a cluster and its balancer every second, with Turnpike's rules. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 10;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it, and returns when it answers.
     *
     * @param rules the directory of the rules
     * @param change what becomes of each file of them
     * @param directory for its configuration and data, which is made
     */
    static Prometheus start(Cluster cluster, Path rules, UnaryOperator<String> change, Path directory) {
        int port = Loopback.freePorts(1).get(0);
        List<String> nodes = cluster.nodes().stream()
                .map(node -> "\"" + node.place().host() + ":" + node.place().managementPort() + "\"")
                .toList();
        try {
            Files.createDirectories(directory.resolve("rules"));
            try (Stream<Path> files = Files.list(rules)) {
                for (Path file : files.toList()) {
                    Files.writeString(
                            directory.resolve("rules").resolve(file.getFileName()),
                            change.apply(Files.readString(file)));
                }
            }
            Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                    global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
                    rule_files: ["rules/*.yml"]
                    scrape_configs:
                      - job_name: turnpike
                        static_configs: [{ targets: %s }]
                      - job_name: haproxy
                        static_configs: [{ targets: ["%s:%d"] }]
                    """.formatted(
                            nodes, cluster.site().host(), cluster.statsPort()));
            Process process = new ProcessBuilder(
                            Tool.require("prometheus", "prometheus"),
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--log.level=warn")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
            Prometheus started = new Prometheus(process, port);
            Patience.until("Prometheus is ready", START, started::isReady);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All alerts that are pending or fire. */
    JsonNode alerts() {
        return get("/api/v1/alerts").at("/data/alerts");
    }

    /** The series of a query between two moments. */
    JsonNode range(String query, Instant from, Instant to, Duration step) {
        return get("/api/v1/query_range?query=" + encoded(query) + "&start=" + from.getEpochSecond() + "&end="
                        + to.getEpochSecond() + "&step=" + step.toSeconds())
                .at("/data/result");
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new ProofException("Prometheus ended by itself");
        }
        try {
            return client.send(request("/-/ready"), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    private JsonNode get(String path) {
        try {
            JsonNode answer = JSON.readTree(
                    client.send(request(path), BodyHandlers.ofInputStream()).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new ProofException("Prometheus refuses " + path + ": "
                        + answer.path("error").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new ProofException("Prometheus does not answer", e);
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    private static ProofException stopped(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ProofException("interrupted", interrupted);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(START)
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
