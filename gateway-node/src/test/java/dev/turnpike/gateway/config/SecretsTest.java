package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    Path directory;

    @Test
    void aSecretIsReadFromTheEnvironmentOrAFileWithoutItsLastLineBreak() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "Bearer hush\r\n");

        assertThat(resolve("env:KEY", Map.of("KEY", "hush")).reveal()).isEqualTo("hush");
        assertThat(resolve("file:" + file, Map.of()).reveal()).isEqualTo("Bearer hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush\nX-Other: 1", "hush\r", " hush", "hüsh", "hu\0sh", "hush\n\n"})
    void whatCannotStandInAHeaderIsNoSecretAndIsNotShown(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), text);

        assertThatThrownBy(() -> resolve("file:" + file, Map.of()))
                .isInstanceOf(SecretException.class)
                .hasMessageStartingWith("`file:" + file + "` is not ")
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining("Other");
    }

    @Test
    void aSecretThatIsMissingOrTooLargeIsNamed() throws IOException {
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(16 * 1024 + 1));

        assertThatThrownBy(() -> resolve("env:KEY", Map.of())).hasMessage("`env:KEY` is not set or empty");
        assertThatThrownBy(() -> resolve("file:" + directory, Map.of()))
                .hasMessage("`file:" + directory + "` is no file");
        assertThatThrownBy(() -> resolve("file:" + large, Map.of()))
                .hasMessage("`file:" + large + "` is larger than 16KiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hush", "Bearer env:KEY", "env:", "env:A-B", "file:relative", "file:", "ENV:KEY", "env:KEY "})
    void anythingElseIsNoReference(String text) {
        assertThat(SecretReference.parse(text)).isEmpty();
    }

    @Test
    void neitherPrintingNorSerializingShowsASecret() throws IOException {
        IssuedToken token = IssuedToken.make("alice");
        String secret = token.token().reveal();

        assertThat(secret).matches("tpk_[A-Za-z0-9_-]{43}");
        assertThat(token.toString()).doesNotContain(secret).contains("(secret)");
        assertThat(new ObjectMapper()
                        .disable(com.fasterxml.jackson.databind.SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .writeValueAsString(token))
                .doesNotContain(secret);
    }

    private static Secret resolve(String reference, Map<String, String> environment) {
        return new Secrets(environment).resolve(SecretReference.parse(reference).orElseThrow());
    }
}
