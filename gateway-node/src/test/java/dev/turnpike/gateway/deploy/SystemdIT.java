package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemdIT {
    private static final Path DIRECTORY = Path.of("../deploy/systemd");
    private static final String PROGRAM = "/opt/turnpike/bin/turnpike";

    /** What a node takes at most to hand over what it holds (15 s), and to close its ports and threads (10 s each). */
    private static final long LEAVING_SECONDS = 35;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void systemdTakesTheUnitAndCallsItWellKept() throws Exception {
        Path launcher = Path.of("../deploy/launcher/turnpike").toRealPath();
        Path unit =
                Files.writeString(directory.resolve("turnpike.service"), unit().replace(PROGRAM, launcher.toString()));

        assertThat(Programs.run(0, "systemd-analyze", "verify", "--man=no", unit.toString()))
                .isEmpty();
        Matcher exposure = Pattern.compile("exposure level for turnpike.service: ([0-9.]+)")
                .matcher(Programs.run(0, "systemd-analyze", "security", "--offline=true", unit.toString()));
        assertThat(exposure.find()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThan(2);
    }

    @Test
    void systemdTakesTheUser() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectory(root.resolve("etc"));

        Programs.run(
                0,
                "systemd-sysusers",
                "--root=" + root,
                DIRECTORY.resolve("turnpike.sysusers").toRealPath().toString());

        assertThat(Files.readString(root.resolve("etc/passwd")))
                .contains("turnpike:x:")
                .contains(":/var/lib/turnpike:");
    }

    @Test
    void theSettingsAreThoseOfANodeWhichHasTheTimeThatItTakesToStop() throws IOException {
        Map<String, String> environment = new HashMap<>();
        Files.readAllLines(DIRECTORY.resolve("turnpike.env")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> environment.put(line.split("=", 2)[0], line.split("=", 2)[1]));

        NodeConfig config = NodeConfigReader.read(Map.of(), environment, Optional.empty());

        assertThat(config.cluster().members())
                .contains(config.cluster().member().host())
                .hasSize(config.cluster().size());
        Matcher stop = Pattern.compile("TimeoutStopSec=(\\d+)").matcher(unit());
        assertThat(stop.find()).isTrue();
        assertThat(Long.parseLong(stop.group(1)))
                .isGreaterThan(config.timeouts().stopDelay().toSeconds()
                        + config.timeouts().drain().toSeconds()
                        + LEAVING_SECONDS);
        assertThat(config.audit().orElseThrow().file().toString()).startsWith("/var/lib/turnpike/");
    }

    private static String unit() throws IOException {
        return Files.readString(DIRECTORY.resolve("turnpike.service"));
    }
}
