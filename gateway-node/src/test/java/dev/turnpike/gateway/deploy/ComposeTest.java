package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the compose file says, beside its schema, which {@link ComposeIT} checks. */
final class ComposeTest {
    /** What a node takes at most to hand over what it holds (15 s), and to close its ports and threads (10 s each). */
    private static final long LEAVING_SECONDS = 35;

    @Test
    void everyNetworkVolumeAndSecretIsUsedAndEveryOneUsedIsThere() throws IOException {
        Compose compose = Compose.read();
        for (String section : List.of("networks", "volumes", "secrets")) {
            Set<String> used = new HashSet<>();
            for (String service : compose.names("services")) {
                compose.used(service, section).stream()
                        .map(name -> name.split(":", -1)[0])
                        .filter(name -> !name.startsWith("."))
                        .forEach(used::add);
            }
            assertThat(used).as(section).containsExactlyInAnyOrderElementsOf(compose.names(section));
        }
    }

    @Test
    void everyMountedFileIsThere() throws IOException {
        Compose compose = Compose.read();
        for (String service : compose.names("services")) {
            assertThat(compose.used(service, "volumes").stream()
                            .map(volume -> volume.split(":", -1)[0])
                            .filter(path -> path.startsWith(".")))
                    // What shows Turnpike's metrics is kept beside this directory.
                    .allSatisfy(
                            path -> assertThat(Compose.DIRECTORY.resolve(path).getParent())
                                    .exists())
                    .filteredOn(path -> path.startsWith("./"))
                    .allSatisfy(
                            path -> assertThat(Compose.DIRECTORY.resolve(path)).exists());
        }
        assertThat(Path.of(
                        "../" + compose.service("node1").at("/build/dockerfile").asText()))
                .exists();
        assertThat(Compose.DIRECTORY
                        .resolve(compose.service("node1").at("/build/context").asText())
                        .resolve("pom.xml"))
                .exists();
    }

    @Test
    void everyImageHasAVersion() throws IOException {
        Compose compose = Compose.read();

        assertThat(compose.names("services"))
                .allSatisfy(service -> assertThat(
                                compose.service(service).path("image").asText())
                        .matches("[a-z/]+:(dev|v?[0-9][a-z0-9.-]*)"));
    }

    @Test
    void theSettingsAreThoseOfOneCluster() throws IOException {
        Compose compose = Compose.read();
        Set<String> members = new HashSet<>();
        for (String name : compose.nodes()) {
            NodeConfig config = config(compose, name);
            assertThat(config.cluster().nodeName()).isEqualTo(name);
            assertThat(config.cluster().size()).isEqualTo(compose.nodes().size());
            assertThat(compose.service(name).at("/networks/members/aliases/0").asText())
                    .isEqualTo(config.cluster().member().host());
            assertThat(compose.service(name).at("/networks/agents/aliases/0").asText())
                    .isEqualTo(config.agent().host());
            assertThat(compose.service(name)
                            .at("/networks/management/aliases/0")
                            .asText())
                    .isEqualTo(config.management().host());
            assertThat(seconds(compose.service(name).path("stop_grace_period").asText()))
                    .isGreaterThan(config.timeouts().stopDelay().toSeconds()
                            + config.timeouts().drain().toSeconds()
                            + LEAVING_SECONDS);
            assertThat(config.cluster().members())
                    .contains(config.cluster().member().host());
            members.addAll(config.cluster().members());
        }
        assertThat(members).hasSameSizeAs(compose.nodes());
    }

    @Test
    void everySecretThatASettingNamesIsGivenToTheNode() throws IOException {
        Compose compose = Compose.read();
        for (String service : compose.names("services")) {
            assertThat(compose.environment(service).values().stream()
                            .filter(value -> value.contains("/run/secrets/"))
                            .map(value -> value.substring(value.lastIndexOf('/') + 1)))
                    .isSubsetOf(compose.used(service, "secrets"));
        }
    }

    @Test
    void nodesMayDoNothingThatTheyNeedNotAndPublishNoPort() throws IOException {
        Compose compose = Compose.read();
        for (String name : compose.nodes()) {
            JsonNode node = compose.service(name);
            assertThat(node.has("ports")).isFalse();
            assertThat(node.path("read_only").asBoolean()).isTrue();
            assertThat(node.path("cap_drop").path(0).asText()).isEqualTo("ALL");
            assertThat(node.path("security_opt").path(0).asText()).isEqualTo("no-new-privileges:true");
        }
    }

    @Test
    void onlyNodesAreInTheNetworkOfMembersAndItHasNoWayOut() throws IOException {
        Compose compose = Compose.read();

        assertThat(compose.names("services").stream()
                        .filter(service -> compose.used(service, "networks").contains("members")))
                .containsExactlyElementsOf(compose.nodes());
        for (String inside : List.of("members", "management", "store")) {
            assertThat(compose.file()
                            .path("networks")
                            .path(inside)
                            .path("internal")
                            .asBoolean())
                    .as(inside)
                    .isTrue();
        }
    }

    @Test
    void onlyNodesAreInTheNetworkOfServersAndNoneListensThere() throws IOException {
        Compose compose = Compose.read();

        assertThat(compose.names("services").stream()
                        .filter(service -> compose.used(service, "networks").contains("servers")))
                .containsExactlyElementsOf(compose.nodes());
        for (String node : compose.nodes()) {
            assertThat(compose.service(node).at("/networks/servers/aliases").isMissingNode())
                    .as(node)
                    .isTrue();
        }
    }

    @Test
    void everyPublishedPortIsOnLoopback() throws IOException {
        Compose compose = Compose.read();

        assertThat(compose.names("services").stream().flatMap(service -> compose.used(service, "ports").stream()))
                .isNotEmpty()
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    static NodeConfig config(Compose compose, String node) throws IOException {
        Map<String, String> environment = new HashMap<>(Dockerfile.read().environment());
        environment.putAll(compose.environment(node));
        return NodeConfigReader.read(Map.of(), environment, Optional.empty());
    }

    private static long seconds(String duration) {
        assertThat(duration).endsWith("s");
        return Long.parseLong(duration.substring(0, duration.length() - 1));
    }
}
