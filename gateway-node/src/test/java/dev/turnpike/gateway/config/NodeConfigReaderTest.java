package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeConfigReaderTest {
    @TempDir
    Path directory;

    @Test
    void withoutAnythingSaidTheNodeIsReachableFromThisMachineAlone() {
        NodeConfig config = NodeConfigReader.read(Map.of(), Map.of("PATH", "/bin"), Optional.empty());

        assertThat(config.agent()).isEqualTo(new NodeConfig.Address("127.0.0.1", 8080));
        assertThat(config.management()).isEqualTo(new NodeConfig.Address("127.0.0.1", 8081));
        assertThat(config.grid()).isEqualTo(NodeConfig.Grid.MEMORY);
        assertThat(config.resources()).isEmpty();
        assertThat(config.audit())
                .contains(new NodeConfig.Audit(
                        Path.of("turnpike-audit.jsonl"), Optional.of(256L << 20), 0, /* refuse= */ false));
        assertThat(config.caps())
                .isEqualTo(new NodeConfig.Caps(4 << 20, 16 << 10, 64, 16 << 20, 4096, 16_384, 32_768, 2048));
        assertThat(config.timeouts().call()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void theCommandLineComesBeforeTheEnvironmentThatBeforeTheFileThatBeforeTheDefaults() throws IOException {
        Path file = file("node.yaml", "agent-port: 1\nmanagement-port: 2\ncall-timeout: 3s\n");
        Map<String, String> environment = Map.of("TURNPIKE_AGENT_PORT", "11", "TURNPIKE_MANAGEMENT_PORT", "12");

        NodeConfig config = NodeConfigReader.read(Map.of("agent-port", "21"), environment, Optional.of(file));

        assertThat(config.agent().port()).isEqualTo(21);
        assertThat(config.management().port()).isEqualTo(12);
        assertThat(config.timeouts().call()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.timeouts().connect()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everythingWrongInEverySourceIsToldAtOnce() throws IOException {
        Path file = file("node.json", "{\"max-body\": \"lots\", \"agent_port\": 1, \"grid\": true, \"grid\": 2}");
        Map<String, String> environment = Map.of("TURNPIKE_AGENT_PROT", "1", "TURNPIKE_MAX_BODY", "");
        Map<String, String> overrides = Map.of("call-timeout", "60", "managment-host", "::1");

        assertThat(problems(overrides, environment, file))
                .containsExactlyInAnyOrder(
                        file + " /grid (line 1, column 53): duplicate key",
                        file
                                + " /agent_port (line 1, column 36): unknown setting `agent_port`; did you mean `agent-port`?",
                        "TURNPIKE_AGENT_PROT: unknown setting `TURNPIKE_AGENT_PROT`; did you mean `TURNPIKE_AGENT_PORT`?",
                        "--managment-host: unknown setting `managment-host`; did you mean `management-host`?",
                        "TURNPIKE_MAX_BODY: `` is not usable; expected a size such as `4MiB`, from 1KiB to 256MiB",
                        file + " /grid (line 1, column 61): `2` is not usable; expected `memory` or `hazelcast`",
                        "--call-timeout: `60` is not usable; expected a duration such as `60s`, from 1ms to 1h");
    }

    @Test
    void onePortCannotServeAgentsAndOperators() {
        assertThat(problems(Map.of("management-port", "8080"), Map.of(), null))
                .containsExactly("--management-port: the agents' port as well; choose another one, or 0");
    }

    @Test
    void aNodeThatListensOnAllAddressesMustKnowItsNames() {
        assertThat(problems(Map.of(), Map.of("TURNPIKE_AGENT_HOST", "0.0.0.0"), null))
                .containsExactly("TURNPIKE_AGENT_HOST: listens on all addresses, so agents may use names that are not"
                        + " known; set `public-url` or `allowed-hosts`; `*` accepts any name");

        NodeConfig config = NodeConfigReader.read(
                Map.of("agent-host", "0.0.0.0", "public-url", "https://MCP.example.org/"), Map.of(), Optional.empty());

        assertThat(config.publicUrl()).contains(URI.create("https://mcp.example.org"));
        assertThat(config.agentAccess().allowsHost("mcp.example.org")).isTrue();
        assertThat(config.agentAccess().allowsHost("10.1.2.3:8080")).isTrue();
        assertThat(config.agentAccess().allowsHost("evil.example")).isFalse();
        assertThat(config.agentAccess().allowsOrigin("http://localhost:3000")).isFalse();
    }

    @Test
    void everythingThatKeepsANodeFromItsClusterIsToldAtOnce() {
        assertThat(problems(
                        Map.of(
                                "cluster-size",
                                "3",
                                "member-port",
                                "0",
                                "member-host",
                                "0.0.0.0",
                                "cluster-name",
                                "a b"),
                        Map.of("TURNPIKE_FAILURE_DETECTION", "1s", "TURNPIKE_COALESCE", "yes"),
                        null))
                .containsExactlyInAnyOrder(
                        "--cluster-size: nodes share nothing with `grid` `memory`; set `grid` to `hazelcast`",
                        "--cluster-size: no way to find the other nodes; set `members` or `member-dns`",
                        "--member-port: the other nodes could not know the port; choose one, such as 5701",
                        "--member-host: no address that others could connect to; name one of this machine's own",
                        "--cluster-name: `a b` is not usable; expected letters, digits, `.`, `_`, `:` and `-`, at most 128",
                        "TURNPIKE_FAILURE_DETECTION: `1s` is not usable; expected a duration such as `60s`, from 2s to 5m",
                        "TURNPIKE_COALESCE: `yes` is not usable; expected `true` or `false`");
        assertThat(problems(Map.of("members", "10.0.0.1:5701, :9, *, a/b"), Map.of(), null))
                .containsExactly(
                        "--members: `:9` is not usable; expected `host` or `host:port`",
                        "--members: `*` is not usable; expected `host` or `host:port`",
                        "--members: `a/b` is not usable; expected `host` or `host:port`");
    }

    @Test
    void aNodeOfAClusterFindsTheOthersByAddressOrByName() {
        NodeConfig.Cluster cluster = NodeConfigReader.read(
                        Map.of("grid", "hazelcast", "cluster-size", "3", "members", "a,10.0.0.2:5702,[fd00::1]:5701"),
                        Map.of("TURNPIKE_MEMBER_DNS", "nodes.turnpike.svc", "TURNPIKE_MEMBER_HOST", "10.0.0.1"),
                        Optional.empty())
                .cluster();

        assertThat(cluster.members()).containsExactly("a", "10.0.0.2:5702", "[fd00::1]:5701");
        assertThat(cluster.memberDns()).contains("nodes.turnpike.svc");
        assertThat(cluster.member()).isEqualTo(new NodeConfig.Address("10.0.0.1", 5701));
        assertThat(cluster.deadline()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theConsolesOwnPagesMayCallTheManagementPortAndNoOther() {
        NodeConfig config = NodeConfigReader.read(
                Map.of("console-url", "https://turnpike.example.org/"), Map.of(), Optional.empty());

        assertThat(config.admin().consoleUrl()).hasToString("Optional[https://turnpike.example.org]");
        assertThat(config.managementAccess().allowsHost("turnpike.example.org")).isTrue();
        assertThat(config.managementAccess().allowsOrigin("https://turnpike.example.org"))
                .isTrue();
        assertThat(config.agentAccess().allowsHost("turnpike.example.org")).isFalse();
        assertThat(config.agentAccess().allowsOrigin("https://turnpike.example.org"))
                .isFalse();
    }

    @Test
    void anOperatorsOwnTokenInTheEnvironmentIsNoSetting() {
        assertThat(NodeConfigReader.read(Map.of(), Map.of("TURNPIKE_OPERATOR_TOKEN", "tpo_x"), Optional.empty()))
                .isEqualTo(NodeConfigReader.read(Map.of(), Map.of(), Optional.empty()));
    }

    @Test
    void serviceLinksOfKubernetesAreNoSettings() {
        Map<String, String> links = Map.of(
                "TURNPIKE_PORT", "tcp://10.0.0.7:8080",
                "TURNPIKE_PORT_8080_TCP_ADDR", "10.0.0.7",
                "TURNPIKE_SERVICE_HOST", "10.0.0.7",
                "TURNPIKE_SERVICE_PORT_MCP", "8080",
                "TURNPIKE_AGENT_PORT", "tcp://10.0.0.7:9090");

        assertThat(NodeConfigReader.read(Map.of(), links, Optional.empty())
                        .agent()
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void listsMayStandInTheFileAsLists() throws IOException {
        Path file = file(
                "node.yml", "allowed-hosts: [a.example, 'b.example:8443']\nallowed-origins: https://app.example\n");

        WebAccess access =
                NodeConfigReader.read(Map.of(), Map.of(), Optional.of(file)).agentAccess();

        assertThat(access.allowsHost("A.example:1")).isTrue();
        assertThat(access.allowsHost("b.example:8443")).isTrue();
        assertThat(access.allowsHost("b.example:8444")).isFalse();
        assertThat(access.allowsOrigin("https://app.example")).isTrue();
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        Path missing = directory.resolve("none.yaml");

        assertThat(problems(Map.of(), Map.of(), missing))
                .containsExactly(missing + ": cannot be read; there is no such file");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static List<String> problems(
            Map<String, String> overrides,
            Map<String, String> environment,
            @org.jspecify.annotations.Nullable Path file) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> NodeConfigReader.read(overrides, environment, Optional.ofNullable(file)))
                .problems()
                .stream()
                .map(ConfigProblem::toString)
                .toList();
    }
}
