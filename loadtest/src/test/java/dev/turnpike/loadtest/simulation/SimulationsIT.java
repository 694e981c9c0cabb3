package dev.turnpike.loadtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every simulation for a moment: what they say of the nodes must hold, and must be able not to. */
class SimulationsIT {
    private static final int SUCCESS = 0;
    private static final int ASSERTIONS_FAILED = 2;

    private final Map<String, String> replaced = new HashMap<>();

    @TempDir
    Path results;

    @AfterEach
    void forgetParameters() {
        replaced.keySet().forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Baseline.class,
                MixedTools.class,
                ExhaustedLimits.class,
                HotGrant.class,
                ManyGrants.class,
                Soak.class
            })
    void simulationHolds(Class<? extends Simulation> simulation) {
        ask(Map.of("rate", "60", "duration", "1s", "warmup", "1s", "grants", "10"));
        assertThat(run(simulation)).isEqualTo(SUCCESS);
    }

    @Test
    void nodeThatIsNotThereFailsTheRun() {
        ask(Map.of("rate", "10", "duration", "1s", "warmup", "0s", "url", "http://127.0.0.1:1/mcp/x", "token", "x"));
        assertThat(run(Baseline.class)).isEqualTo(ASSERTIONS_FAILED);
    }

    private void ask(Map<String, String> parameters) {
        parameters.forEach((name, value) -> {
            replaced.put("turnpike." + name, value);
            System.setProperty("turnpike." + name, value);
        });
    }

    private int run(Class<? extends Simulation> simulation) {
        return Gatling$.MODULE$.fromArgs(new String[] {"-s", simulation.getName(), "-rf", results.toString(), "-nr"});
    }
}
