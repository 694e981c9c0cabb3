package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decisions as data: each file of cases beside the policy it tries, and the examples of the documentation. */
class PolicyGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/policy/decisions");
    private static final Path EXAMPLES = Path.of("../docs/examples");

    @ParameterizedTest
    @MethodSource
    void everyCaseIsDecidedAsExpected(Path cases) throws Exception {
        CaseFile file = CaseFile.of(TextFile.read(cases));
        assertThat(file.problems()).isEmpty();
        PolicyFile.Found found = PolicyFile.read(policyOf(cases)).get(0);
        assertThat(found.result().errors()).isEmpty();
        assertThat(file.cases())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(
                                one.differences(found.result().policy().orElseThrow()))
                        .as(one.label())
                        .isEmpty());
    }

    static Stream<Path> everyCaseIsDecidedAsExpected() throws Exception {
        return Stream.concat(files(GOLDEN), files(EXAMPLES))
                .filter(file -> file.toString().endsWith(".cases.yaml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource
    void everyExampleIsAcceptedWithoutAWarning(Path example) throws Exception {
        assertThat(PolicyFile.read(example)).allSatisfy(found -> {
            assertThat(found.result().problems()).isEmpty();
            assertThat(found.result().policy()).isPresent();
        });
    }

    static Stream<Path> everyExampleIsAcceptedWithoutAWarning() throws Exception {
        return files(EXAMPLES).filter(file -> file.toString().endsWith(".json")).sorted();
    }

    private static Stream<Path> files(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        }
    }

    private static Path policyOf(Path cases) {
        String name = cases.getFileName().toString().replace(".cases.yaml", "");
        return Stream.of(".policy.json", ".policy.yaml", ".json")
                .map(end -> cases.resolveSibling(name + end))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
