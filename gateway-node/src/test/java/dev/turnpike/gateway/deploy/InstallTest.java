package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
    @Test
    void aDirectoryThatHoldsSomethingElseIsLeftAsItIs(@TempDir Path directory) throws Exception {
        Path others =
                Files.createFile(Files.createDirectory(directory.resolve("bin")).resolve("others"));

        String said = Programs.run(1, "../deploy/install", "--no-prepare", directory.toString());

        assertThat(said).contains("holds something else");
        assertThat(others).exists();
    }
}
