package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedSettingsTest {
    @Test
    void theMarkOfTheStoreTellsDatabasesApart() {
        assertThat(mark("jdbc:postgresql://one:5432/turnpike"))
                .isNotEqualTo(mark("jdbc:postgresql://two:5432/turnpike"));
    }

    @Test
    void noMarkTellsWhetherAPasswordWasGuessed() {
        assertThat(mark("jdbc:postgresql://one:5432/turnpike?password=right"))
                .isEqualTo(mark("jdbc:postgresql://one:5432/turnpike?password=guessed"));
        assertThat(mark("jdbc:postgresql://joe:right@one:5432/turnpike"))
                .isEqualTo(mark("jdbc:postgresql://joe:guessed@one:5432/turnpike"));
    }

    private static String mark(String store) {
        NodeConfig config = NodeConfigReader.read(Map.of("store", store), Map.of(), Optional.empty());
        return SharedSettings.marks(config).getOrDefault("store", "");
    }
}
