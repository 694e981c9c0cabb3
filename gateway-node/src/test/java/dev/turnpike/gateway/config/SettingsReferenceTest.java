package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void thePageListsEverySettingAsItIs() throws IOException {
        assertThat(Files.readString(PAGE)).contains(table());
    }

    @Test
    void everyDefaultIsUsable() {
        Map<String, String> defaults = Arrays.stream(Setting.values())
                .filter(setting -> setting.fallback().isPresent())
                .collect(java.util.stream.Collectors.toMap(
                        Setting::key, setting -> setting.fallback().orElseThrow()));

        assertThat(NodeConfigReader.read(defaults, Map.of(), Optional.empty()))
                .isEqualTo(NodeConfigReader.read(Map.of(), Map.of(), Optional.empty()));
    }

    private static String table() {
        return Arrays.stream(Setting.values())
                .map(setting -> "| `" + setting.key() + "` | `" + setting.variable() + "` | "
                        + setting.fallback().map(text -> "`" + text + "`").orElse("") + " | " + setting.description()
                        + " |")
                .collect(joining(
                        "\n",
                        "<!-- settings: written from the enumeration `Setting`; a test compares them -->\n\n"
                                + "| setting | variable | default | meaning |\n|---|---|---|---|\n",
                        "\n\n<!-- /settings -->"));
    }
}
