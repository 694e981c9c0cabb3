package dev.turnpike.gateway.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations, as the programs themselves judge them. */
final class ConfigurationsIT {
    @TempDir
    private Path directory = Path.of(".");

    @Test
    void haproxyTakesTheExampleAndWhatIsMadeOfIt() throws Exception {
        for (String text : List.of(Configurations.resource("haproxy/haproxy.cfg"), Configurations.haproxy(plan()))) {
            Path config = Files.writeString(directory.resolve("haproxy.cfg"), text);

            assertThat(run(Program.HAPROXY, "haproxy", "-c", "-f", config.toString()))
                    .contains("Configuration file is valid")
                    .doesNotContain("WARNING");
        }
    }

    @Test
    void prometheusTakesTheExampleAndWhatIsMadeOfIt() throws Exception {
        Files.createDirectory(directory.resolve("rules"));
        for (String rules : Configurations.RULES) {
            Files.writeString(directory.resolve(rules), Configurations.rules(rules));
        }
        for (String text :
                List.of(Configurations.resource("prometheus/prometheus.yml"), Configurations.prometheus(plan()))) {
            Path config = Files.writeString(directory.resolve("prometheus.yml"), text);

            assertThat(run(Program.PROMETHEUS, "promtool", "check", "config", config.toString()))
                    .contains("SUCCESS: 2 rule files found")
                    .doesNotContain("FAILED");
        }
    }

    private ClusterPlan plan() {
        return ClusterPlan.of(directory, directory, /* nodes= */ 5, /* balancerPort= */ 0, /* prometheus= */ true);
    }

    /** Runs a command that comes with a program. */
    private static String run(Program program, String name, String... arguments) throws Exception {
        Path file = program.find(System.getenv("PATH")).orElseThrow(() -> new AssertionError(program.missing()));
        List<String> command = new ArrayList<>(List.of(file.resolveSibling(name).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
