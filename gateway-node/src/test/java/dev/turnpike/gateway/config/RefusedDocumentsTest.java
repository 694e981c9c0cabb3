package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turnpike.clusterstate.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file for each mistake, beside it what people are told. */
class RefusedDocumentsTest {
    private static final Path CASES = Path.of("src/test/resources/config/refused");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "tpk_0123456789abcdefghijklmnopqrstuvwxyz", "SHORT", "tpk_hush", "UPSTREAM", "Bearer hush");

    static Stream<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyMistakeIsToldWithItsPlaceAndNoSecret(String name) throws IOException {
        DocumentSource source = new DocumentSource(name, Files.readString(CASES.resolve(name)));

        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> new DocumentReader(new Secrets(ENVIRONMENT))
                        .read(List.of(source), new Registry.Snapshot(0, Map.of()), Set.of()));

        String told = refused.problems().stream().map(ConfigProblem::toString).collect(joining("\n", "", "\n"));
        assertThat(told)
                .isEqualTo(Files.readString(CASES.resolve(name + ".txt")))
                .doesNotContain("hush");
    }
}
