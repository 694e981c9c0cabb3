package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.testing.RecordingUpstream;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The compose file by its schema, and run without an engine: what it starts, with its very environment, names and ports, each
 * network a part of 127.77.0.0/16.
 */
final class ComposeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN =
            "an-agent's-token-of-64-characters-".repeat(2).replace('\'', '-');
    private static final String BALANCER = "127.77.9.1";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theFileFollowsTheSchemaOfComposeFiles() throws Exception {
        Path parties = Path.of(System.getProperty("parties.directory", "target/parties"));
        Path node = parties.resolve("node_modules/.bin/node");

        Programs.run(
                /* exitCode= */ 0,
                Files.isExecutable(node) ? node.toString() : "node",
                parties.resolve("node_modules/.bin/dclint").toRealPath().toString(),
                "--quiet",
                Compose.DIRECTORY.resolve("compose.yaml").toString());
    }

    @Test
    void theBalancerAndPrometheusTakeTheirFiles() throws Exception {
        assertThat(Programs.run(
                        0,
                        Programs.find("haproxy"),
                        "-c",
                        "-f",
                        Compose.DIRECTORY.resolve("haproxy.cfg").toString()))
                .contains("onfiguration file is valid")
                .doesNotContain("[ALERT]");
        assertThat(Programs.run(
                        0,
                        Programs.find("promtool"),
                        "check",
                        "config",
                        "--syntax-only",
                        Compose.DIRECTORY.resolve("prometheus.yml").toString()))
                .contains("SUCCESS");
    }

    @Test
    void theNodesFormAClusterBehindTheBalancerWhichOneCanLeave() throws Exception {
        // Not below the checkout, which may be where the image's user may not go.
        Path directory = Files.createTempDirectory("turnpike-compose");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RecordingUpstream upstream = new RecordingUpstream()) {
            upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}"));
            run(directory, postgres, upstream);
        } finally {
            try (Stream<Path> left = Files.walk(directory)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void run(Path directory, EmbeddedPostgres postgres, RecordingUpstream upstream) throws Exception {
        Compose compose = Compose.read();
        prepare(directory, compose, postgres, upstream);
        List<ContainedProcess> containers = new ArrayList<>();
        try {
            for (String name : compose.nodes()) {
                containers.add(startNode(directory, compose, name, postgres.getPort()));
            }
            containers.add(startBalancer(directory));
            for (String name : compose.nodes()) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> healthcheck(compose.environment(name), address("management", name)));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(call(TOKEN)).as(logs(containers)).isEqualTo(200));
            assertThat(call("another")).isEqualTo(401);
            // Members are there before they have said what they are called.
            JsonNode status = await().atMost(PATIENCE)
                    .until(
                            this::status,
                            seen -> Set.copyOf(seen.at("/grid/members").findValuesAsText("name"))
                                            .equals(Set.of("node1", "node2", "node3"))
                                    && seen.at("/grid/partitionsSafe").asBoolean());
            assertThat(status.at("/store/kind").asText()).isEqualTo("postgresql");
            assertThat(status.at("/store/available").asBoolean()).isTrue();
            assertThat(status.at("/grid/members")).hasSize(3);
            assertThat(get("/console/").statusCode()).isLessThan(400);
            assertThat(directory.resolve("node1/turnpike-audit.jsonl")).exists();

            ContainedProcess leaving = containers.get(2);
            leaving.terminate();
            assertThat(leaving.exitCode()).isEqualTo(143);
            assertThat(call(TOKEN)).isEqualTo(200);
            for (ContainedProcess node : containers.subList(0, 3)) {
                // Nothing was to be written where nothing can be, and the native library was found.
                assertThat(Files.readString(node.log()))
                        .doesNotContain("Read-only")
                        .doesNotContain("Permission denied")
                        .doesNotContainIgnoringCase("native");
            }
        } finally {
            containers.forEach(ContainedProcess::close);
        }
    }

    /** Secrets, documents and the directory of the image. */
    private static void prepare(Path directory, Compose compose, EmbeddedPostgres postgres, RecordingUpstream upstream)
            throws Exception {
        Path image = directory.resolve("image");
        Programs.run(0, "../deploy/install", "--no-prepare", image.toString());
        Programs.run(0, image.resolve("bin/prepare").toString(), "--no-archive");
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        for (String secret : compose.names("secrets")) {
            Files.writeString(secrets.resolve(secret), TOKEN.replace("agent", secret.substring(0, 5)));
        }
        Files.writeString(secrets.resolve("agent-token"), TOKEN + "\n");
        Path resources = Files.createDirectory(directory.resolve("resources"));
        Files.writeString(
                resources.resolve("example.yaml"),
                Files.readString(Compose.DIRECTORY.resolve("resources/example.yaml"))
                        .replace("http://host.docker.internal:9000/mcp", upstream.url()));
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost postgres\n");
        for (String name : compose.nodes()) {
            for (String network : List.of("agents", "management", "members")) {
                hosts.append(address(network, name))
                        .append(' ')
                        .append(compose.service(name)
                                .at("/networks/" + network + "/aliases/0")
                                .asText())
                        .append('\n');
            }
        }
        Files.writeString(directory.resolve("hosts"), hosts);
        Programs.run(0, "chmod", "-R", "a+rX", directory.toString());
        String password = Files.readString(secrets.resolve("store-password"));
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE turnpike LOGIN PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE turnpike OWNER turnpike");
        }
    }

    private static ContainedProcess startNode(Path directory, Compose compose, String name, int databasePort)
            throws Exception {
        Dockerfile file = Dockerfile.read();
        String user = file.last("USER").text().split(":", -1)[0];
        Path volume = Files.createDirectory(directory.resolve(name));
        Programs.run(0, "chown", user, volume.toString());
        Map<String, String> environment = new HashMap<>(file.environment());
        environment.putAll(compose.environment(name));
        // No engine, no address of its own for each container: what is published or has no network here is elsewhere.
        environment.replaceAll((key, value) -> value.replace(":5432/", ":" + databasePort + "/")
                .replace("http://127.0.0.1:", "http://" + BALANCER + ":"));
        environment.computeIfPresent(
                "TURNPIKE_RESOURCES",
                (key, value) -> directory.resolve("resources").toString());
        // The machine of a test is shared: as much as a node needs for a moment's life.
        environment.put("TURNPIKE_JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1 -Xshare:auto");
        String program = file.list("ENTRYPOINT").get(0).replace("/opt/turnpike", directory + "/image");
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(file.list("CMD"));
        return ContainedProcess.start(
                volume,
                directory.resolve("hosts"),
                directory.resolve("secrets"),
                user,
                environment,
                directory.resolve(name + ".log"),
                command);
    }

    private static ContainedProcess startBalancer(Path directory) throws IOException {
        Path config = Files.writeString(
                directory.resolve("haproxy.cfg"),
                Files.readString(Compose.DIRECTORY.resolve("haproxy.cfg"))
                        .replace("bind :", "bind " + BALANCER + ":")
                        // There is no DNS of Docker's here, and without it servers would be given up after a while.
                        .replace(" resolvers docker resolve-prefer ipv4", ""));
        Path volume = Files.createDirectory(directory.resolve("haproxy"));
        return ContainedProcess.start(
                volume,
                directory.resolve("hosts"),
                directory.resolve("secrets"),
                "65534",
                Map.of(),
                directory.resolve("haproxy.log"),
                List.of(Programs.find("haproxy"), "-f", config.toString()));
    }

    /** As the image asks itself whether it is well. */
    private static void healthcheck(Map<String, String> environment, String address) throws Exception {
        Path script = Path.of("../deploy/launcher")
                .resolve(Path.of(Dockerfile.read().list("HEALTHCHECK").get(0)).getFileName());
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "/readyz").redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("TURNPIKE_MANAGEMENT_HOST", address);
        assertThat(builder.start().waitFor()).isZero();
    }

    private int call(String token) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://" + BALANCER + ":8000/mcp/example"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .header("Accept", "application/json, text/event-stream")
                                .POST(BodyPublishers.ofString(LIST))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private JsonNode status() throws Exception {
        return MAPPER.readTree(get("/statusz").body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + BALANCER + ":8081" + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String address(String network, String node) {
        int number = List.of("agents", "management", "members").indexOf(network) + 1;
        return "127.77." + number + "." + node.substring("node".length());
    }

    private static String logs(List<ContainedProcess> containers) throws IOException {
        StringBuilder logs = new StringBuilder();
        for (ContainedProcess container : containers) {
            logs.append(Files.readString(container.log())).append('\n');
        }
        return logs.toString();
    }
}
