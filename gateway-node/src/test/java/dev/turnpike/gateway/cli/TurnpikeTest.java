package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TurnpikeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "up", "demo", "cluster", "status", "doctor", "scan", "policy"})
    void everyCommandHelpsWithExamples(String command) {
        Spoken spoken = command.isEmpty() ? Spoken.of("--help") : Spoken.of(command, "--help");

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).contains("Examples:").contains("turnpike " + command);
    }

    @Test
    void everySettingOfANodeIsAnOption() {
        String help = Spoken.of("up", "--help").out();

        for (Setting setting : Setting.values()) {
            assertThat(help).contains(setting.flag()).contains(setting.variable());
        }
    }

    @Test
    void wrongUsageIsOneLineAHintAndExitCode2() {
        Spoken spoken = Spoken.of("scna");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.out()).isEmpty();
        assertThat(spoken.err())
                .contains("scna")
                .contains("See `turnpike --help`.")
                .doesNotContain("\tat ");
    }

    @Test
    void wrongSettingsAreAllListed() {
        Spoken spoken = Spoken.of("up", "--port", "many", "--grid", "cloud", "--config", "/no/such/file");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err().lines()).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line.startsWith("turnpike: "));
        assertThat(spoken.err()).contains("--agent-port").contains("--grid").contains("/no/such/file");
    }

    @Test
    void tellsItsVersion() {
        assertThat(Spoken.of("--version").out()).startsWith("turnpike ");
    }
}
