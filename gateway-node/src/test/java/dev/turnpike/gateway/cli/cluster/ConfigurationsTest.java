package dev.turnpike.gateway.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigurationsTest {
    private static final ClusterPlan PLAN = new ClusterPlan(
            Path.of("/var/lib/cluster"),
            "local-7",
            20_000,
            20_001,
            Optional.of(20_002),
            Path.of("/etc/documents"),
            List.of(
                    new NodePlan("n1", 20_011, 20_012, 20_013),
                    new NodePlan("n2", 20_021, 20_022, 20_023),
                    new NodePlan("n3", 20_031, 20_032, 20_033),
                    new NodePlan("n4", 20_041, 20_042, 20_043)));

    @Test
    void theBalancerKnowsExactlyTheNodesOfThePlan() {
        String config = Configurations.haproxy(PLAN);

        assertThat(config.lines().map(String::strip).filter(line -> line.startsWith("server ")))
                .containsExactly(
                        "server n1 127.0.0.1:20011 port 20012",
                        "server n2 127.0.0.1:20021 port 20022",
                        "server n3 127.0.0.1:20031 port 20032",
                        "server n4 127.0.0.1:20041 port 20042");
        assertThat(config.lines().map(String::strip).filter(line -> line.startsWith("bind ")))
                .containsExactly("bind 127.0.0.1:20000", "bind 127.0.0.1:20001");
    }

    @Test
    void theBalancerSendsNoCallTwice() {
        assertThat(Configurations.haproxy(PLAN).lines().map(String::strip).filter(line -> line.startsWith("retry-on")))
                .containsExactly("retry-on conn-failure");
    }

    @Test
    void bothEndsOfTheBalancerPassOnThatAClientWentAway() {
        assertThat(Configurations.haproxy(PLAN)).containsPattern("(?s)\ndefaults.*option abortonclose.*\nfrontend ");
    }

    @Test
    void prometheusScrapesEveryNodeAndTheBalancer() {
        assertThat(Configurations.prometheus(PLAN)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("- targets")))
                .containsExactly(
                        "- targets: [\"127.0.0.1:20012\", \"127.0.0.1:20022\", \"127.0.0.1:20032\", \"127.0.0.1:20042\"]",
                        "- targets: [\"127.0.0.1:20001\"]");
    }

    @Test
    void nodesDifferOnlyInTheirPlacesAndOneReadsTheDocuments() {
        assertThat(PLAN.settings(PLAN.nodes().get(1)))
                .containsEntry("node-name", "n2")
                .containsEntry("agent-port", "20021")
                .containsEntry("management-port", "20022")
                .containsEntry("member-port", "20023")
                .containsEntry("cluster-size", "4")
                .containsEntry("members", "127.0.0.1:20013,127.0.0.1:20023,127.0.0.1:20033,127.0.0.1:20043")
                .containsEntry("audit-file", "/var/lib/cluster/n2-audit.jsonl")
                .containsEntry("admin-token", "file:/var/lib/cluster/admin-token")
                .doesNotContainKey("resources");
        assertThat(PLAN.settings(PLAN.reader())).containsEntry("resources", "/etc/documents");
    }

    @Test
    void everySettingOfAPlanExists() {
        assertThat(PLAN.settings(PLAN.reader()).keySet())
                .allSatisfy(key -> assertThat(Setting.named(key)).isPresent());
    }

    @Test
    void portsAreGivenOnce() {
        ClusterPlan plan = ClusterPlan.of(Path.of("."), Path.of("."), 15, 0, true);

        assertThat(plan.nodes())
                .flatExtracting(NodePlan::agentPort, NodePlan::managementPort, NodePlan::memberPort)
                .hasSize(45)
                .doesNotHaveDuplicates()
                .doesNotContain(
                        plan.balancerPort(),
                        plan.statsPort(),
                        plan.prometheusPort().orElseThrow());
    }
}
