package dev.turnpike.gateway.cli.doctor;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DoctorReferenceTest {
    @Test
    void thePageListsEveryCheckAsItIs() throws Exception {
        String table = Checks.ALL.stream()
                .map(check -> "| `" + check.name() + "` | " + check.expects() + " |")
                .collect(joining("\n", "| check | what is right |\n|---|---|\n", "\n"));

        assertThat(Files.readString(Path.of("../docs/doctor.md"))).contains(table);
    }

    @Test
    void everyNameIsThereOnce() {
        assertThat(Checks.ALL)
                .extracting(Check::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
    }
}
