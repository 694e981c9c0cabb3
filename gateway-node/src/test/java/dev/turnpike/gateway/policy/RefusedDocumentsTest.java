package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One bad document for each mistake, with all that is to be said about it. */
class RefusedDocumentsTest {
    private static final Path REFUSED = Path.of("src/test/resources/policy/refused");

    @ParameterizedTest
    @MethodSource
    void everyMistakeIsNamedWithItsPlaceAndAHint(Path document) throws Exception {
        PolicyReader.Result result = PolicyReader.read(Files.readString(document));
        List<String> problems =
                result.problems().stream().map(Problem::toString).toList();
        assertThat(problems)
                .containsExactlyElementsOf(
                        Files.readAllLines(document.resolveSibling(document.getFileName() + ".txt")));
        assertThat(result.policy()).isEmpty();
        assertThat(result.errors()).isNotEmpty();
    }

    static Stream<Path> everyMistakeIsNamedWithItsPlaceAndAHint() throws Exception {
        try (Stream<Path> files = Files.list(REFUSED)) {
            return files.filter(file -> !file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }
}
