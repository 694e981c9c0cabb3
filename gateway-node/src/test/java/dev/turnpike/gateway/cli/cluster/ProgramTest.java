package dev.turnpike.gateway.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramTest {
    @TempDir
    private Path directory = Path.of(".");

    @Test
    void aProgramIsTheFirstExecutableOfItsNameOnThePath() throws Exception {
        Path inert =
                Files.createFile(Files.createDirectory(directory.resolve("a")).resolve("prometheus"));
        Path usable =
                Files.createFile(Files.createDirectory(directory.resolve("b")).resolve("prometheus"));
        assertThat(usable.toFile().setExecutable(true)).isTrue();

        assertThat(Program.PROMETHEUS.find(inert.getParent() + ":" + usable.getParent()))
                .contains(usable);
    }

    @Test
    void aMissingProgramNamesItsPackageAndTheWayWithout() {
        assertThat(Program.HAPROXY.missing())
                .isEqualTo("haproxy is not installed: on Debian and its kin `apt-get install haproxy`");
        assertThat(Program.PROMETHEUS.missing())
                .contains("`apt-get install prometheus`")
                .contains("`--no-prometheus`");
    }
}
