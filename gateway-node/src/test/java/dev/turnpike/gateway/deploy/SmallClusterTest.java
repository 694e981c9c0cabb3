package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secrets;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes with the environment of the small overlay's pods. What differs: addresses and ports, because they share one machine,
 * a list of members in the place of the name of the headless service, and where the volumes are.
 */
final class SmallClusterTest {
    private static final ResourceWatcher NOBODY = new ResourceWatcher() {
        @Override
        public void applied(Change change) {}

        @Override
        public void refused(List<ConfigProblem> problems) {}
    };

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void thePodsFormAClusterAndAnswerTheirProbes() throws Exception {
        Manifests manifests = Manifests.of("small");
        writeVolumes(manifests);
        // As many as have to be there.
        int replicas = manifests.nodes().getSpec().getReplicas() / 2 + 1;
        List<Integer> ports = freePorts(replicas);
        List<CompletableFuture<Node>> starting = new ArrayList<>();
        for (int pod = 0; pod < replicas; pod++) {
            Map<String, String> environment = here(manifests.environment("turnpike-" + pod, "127.0.0.1"), pod, ports);
            CompletableFuture<Node> node = new CompletableFuture<>();
            new Thread(() -> start(environment, node), "start-" + pod).start();
            starting.add(node);
        }
        List<Node> nodes = new ArrayList<>();
        try {
            for (CompletableFuture<Node> each : starting) {
                nodes.add(each.get(90, TimeUnit.SECONDS));
            }
            for (Node node : nodes) {
                assertThat(node.registry().snapshot().resources())
                        .containsKey(new Resource.Id(Resource.Kind.SERVER, "example"));
                Container container = manifests.container();
                for (Probe probe : List.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
                    await().atMost(Duration.ofSeconds(20))
                            .untilAsserted(() -> assertThat(
                                            get(node, probe.getHttpGet().getPath())
                                                    .statusCode())
                                    .isEqualTo(200));
                }
                assertThat(new ObjectMapper()
                                .readTree(get(node, "/statusz").body())
                                .at("/grid/members")
                                .size())
                        .isEqualTo(replicas);
            }
        } finally {
            nodes.forEach(Node::close);
        }
    }

    private void writeVolumes(Manifests manifests) throws IOException {
        Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/admin-token"), "an-admins-token-that-nobody-guesses-0123");
        Files.writeString(directory.resolve("secrets/agent-token"), "an-agents-token-that-nobody-guesses-0123");
        Files.createDirectory(directory.resolve("documents"));
        for (Map.Entry<String, String> file :
                manifests.the(ConfigMap.class, "turnpike-documents").getData().entrySet()) {
            Files.writeString(
                    directory.resolve("documents").resolve(file.getKey()),
                    file.getValue().replace("/etc/turnpike/", directory + "/"));
        }
    }

    private Map<String, String> here(Map<String, String> environment, int pod, List<Integer> ports) {
        environment.replaceAll((name, value) -> value.replace("/etc/turnpike/", directory + "/"));
        environment.putAll(Map.of(
                "TURNPIKE_AGENT_PORT",
                "0",
                "TURNPIKE_MANAGEMENT_PORT",
                "0",
                "TURNPIKE_MEMBER_PORT",
                ports.get(pod).toString(),
                "TURNPIKE_MEMBERS",
                String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList()),
                "TURNPIKE_CLUSTER_NAME",
                "small-" + ports.get(0),
                "TURNPIKE_STOP_DELAY",
                "0s",
                "TURNPIKE_AUDIT_FILE",
                directory.resolve(pod + ".jsonl").toString()));
        environment.remove("TURNPIKE_MEMBER_DNS");
        return environment;
    }

    private static void start(Map<String, String> environment, CompletableFuture<Node> node) {
        try {
            node.complete(Node.start(
                    NodeConfigReader.read(Map.of(), environment, Optional.empty()), new Secrets(environment), NOBODY));
        } catch (RuntimeException failure) {
            node.completeExceptionally(failure);
        }
    }

    private static HttpResponse<String> get(Node node, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.managementPort() + path))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int each = 0; each < count; each++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
