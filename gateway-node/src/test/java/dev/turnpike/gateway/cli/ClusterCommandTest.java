package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.cli.cluster.ClusterPlan;
import dev.turnpike.gateway.cli.cluster.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterCommandTest {
    @TempDir
    private Path directory = Path.of(".");

    @Test
    void theJsonLineHasEverythingThatAScriptNeeds() throws Exception {
        ClusterWelcome welcome = welcome(Map.of("demo", "tpk_x"), /* own= */ false);
        ClusterPlan plan = welcome.plan();

        JsonNode json = new ObjectMapper().readTree(welcome.json());

        assertThat(welcome.json().lines()).hasSize(1);
        assertThat(json.path("url").asText()).isEqualTo(plan.url() + "/mcp/kestra");
        assertThat(json.path("token").asText()).isEqualTo("tpk_x");
        assertThat(json.path("adminToken").asText()).isEqualTo("tpo_y");
        assertThat(json.path("management").asText())
                .isEqualTo(plan.nodes().get(0).management());
        assertThat(json.path("nodes"))
                .extracting(node -> node.path("name").asText())
                .containsExactly("n1", "n2");
        assertThat(json.at("/nodes/1/agent").asText())
                .isEqualTo(plan.nodes().get(1).agent());
        assertThat(json.at("/nodes/1/management").asText())
                .isEqualTo(plan.nodes().get(1).management());
        assertThat(json.at("/nodes/1/member").asText())
                .isEqualTo(plan.nodes().get(1).member());
        assertThat(json.at("/nodes/1/pid").asLong()).isEqualTo(12);
        assertThat(json.at("/haproxy/pid").asLong()).isEqualTo(13);
        assertThat(json.at("/haproxy/stats").asText()).isEqualTo(plan.stats());
        assertThat(json.at("/prometheus/pid").asLong()).isEqualTo(14);
        assertThat(json.at("/prometheus/url").asText())
                .isEqualTo(plan.prometheus().orElseThrow());
    }

    @Test
    void peopleGetWhatTheyPaste() {
        ClusterWelcome welcome = welcome(Map.of("demo", "tpk_x"), /* own= */ false);

        String text = text(welcome);

        assertThat(text)
                .contains("gateway     " + welcome.plan().url() + "/mcp/kestra")
                .contains("token       tpk_x (of demo, shown this once)")
                .contains("operator    tpo_y (the token of `admin`)")
                .contains("\"url\": \"" + welcome.plan().url() + "/mcp/kestra\"")
                .contains("curl -s " + welcome.plan().url() + "/mcp/kestra -H 'Authorization: Bearer tpk_x'")
                .contains("./turnpike status --management "
                        + welcome.plan().nodes().get(0).management())
                .contains("n2          management "
                        + welcome.plan().nodes().get(1).management() + ", process 12");
    }

    @Test
    void grantsWithTokensOfTheirOwnKeepThem() {
        assertThat(text(welcome(Map.of(), /* own= */ true)))
                .contains("Bearer TOKEN")
                .contains("tools/list")
                .doesNotContain("backfill");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "16", "many"})
    void aCountOfNodesThatMakesNoSenseIsWrongUsage(String count) {
        Spoken spoken = Spoken.of("cluster", "--nodes", count);

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("--nodes");
    }

    @Test
    void aBalancerPortInUseIsOneLineWithAHint() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Spoken spoken = Spoken.of(
                    "cluster",
                    "--no-prometheus",
                    "--resources",
                    directory.toString(),
                    "--port",
                    Integer.toString(taken.getLocalPort()));

            assertThat(spoken.exitCode()).isEqualTo(1);
            assertThat(spoken.err())
                    .isEqualTo("turnpike: port " + taken.getLocalPort()
                            + " is in use; choose another with `--port`, 0 for any that is free\n");
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaid() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        Spoken spoken = Spoken.of(
                "cluster", "--no-prometheus", "--dir", file.resolve("below").toString());

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.err()).startsWith("turnpike: the directory " + file.resolve("below") + " cannot be made");
    }

    private ClusterWelcome welcome(Map<String, String> tokens, boolean own) {
        return new ClusterWelcome(
                ClusterPlan.of(directory, directory.resolve("documents"), 2, 0, /* prometheus= */ true),
                List.of(11L, 12L),
                Map.of(Program.HAPROXY, 13L, Program.PROMETHEUS, 14L),
                List.of("kestra"),
                tokens,
                "tpo_y",
                own);
    }

    private static String text(ClusterWelcome welcome) {
        StringWriter text = new StringWriter();
        welcome.print(new Colours(/* on= */ false), new PrintWriter(text));
        return text.toString();
    }
}
