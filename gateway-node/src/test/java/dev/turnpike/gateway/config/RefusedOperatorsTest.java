package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file for each kind of mistake, beside it what people are told. */
class RefusedOperatorsTest {
    private static final Path CASES = Path.of("src/test/resources/config/refused-operators");
    private static final Secrets SECRETS = new Secrets(Map.of(
            "TOKEN", "tpo_0123456789abcdefghijklmnopqrstuvwxyz",
            "OTHER", "tpo_1123456789abcdefghijklmnopqrstuvwxyz",
            "ADMIN", "tpo_2123456789abcdefghijklmnopqrstuvwxyz",
            "SHORT", "tpo_hush"));

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
        assertThat(refusal(Optional.of(CASES.resolve(name)), "env:ADMIN"))
                .isEqualTo(Files.readString(CASES.resolve(name + ".txt")))
                .doesNotContain("hush");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThat(refusal(Optional.of(CASES.resolve("none")), "env:ADMIN"))
                .isEqualTo(CASES.resolve("none") + ": cannot be read; there is no such file\n");
    }

    @Test
    void anAdminTokenThatIsNotThereOrTooShortIsTold() {
        assertThat(refusal(Optional.empty(), "env:MISSING"))
                .isEqualTo("admin-token: `env:MISSING` is not set or empty;"
                        + " without this setting and `operators` one is made\n");
        assertThat(refusal(Optional.empty(), "env:SHORT"))
                .isEqualTo("admin-token: `env:SHORT` holds no usable token;"
                        + " expected 32 to 512 characters without space, hard to guess\n")
                .doesNotContain("hush");
    }

    @Test
    void anAdminTokenInPlaceOfAReferenceIsNotRepeated() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> NodeConfigReader.read(Map.of("admin-token", "tpo_hush"), Map.of(), Optional.empty()));

        assertThat(refused)
                .hasMessage("--admin-token: not a reference to a secret;"
                        + " write `env:NAME` or `file:/absolute/path`, never the secret");
    }

    private static String refusal(Optional<Path> file, String token) {
        NodeConfig.Admin config = new NodeConfig.Admin(file, SecretReference.parse(token), Optional.empty());
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> LiveOperators.open(config, SECRETS));
        return refused.problems().stream()
                .map(ConfigProblem::toString)
                .collect(joining("\n", "", "\n"))
                .replace(CASES + "/", file.filter(Files::exists).isPresent() ? "" : CASES + "/");
    }
}
