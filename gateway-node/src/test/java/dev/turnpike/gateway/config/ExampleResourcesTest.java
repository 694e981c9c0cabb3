package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleResourcesTest {
    private static final String TOKEN = "tpk_0123456789abcdefghijklmnopqrstuvwxyz";

    @Test
    void theExamplesWorkAsTheyStand() {
        Registry registry = new MemoryClusterState(() -> Instant.EPOCH).registry();
        Secrets secrets = new Secrets(Map.of("ALICE_TOKEN", TOKEN, "KESTRA_AUTHORIZATION", "Bearer hush"));

        ResourceDirectory.load(
                Path.of("../docs/examples/resources"), registry, secrets, new Quiet(), /* sole= */ false);

        Directory directory = LiveDirectory.follow(registry, secrets).current();
        Grant alice = directory.grantByToken(TOKEN).orElseThrow();
        assertThat(alice.policy().shows("backfill_executions")).isTrue();
        assertThat(alice.policy().shows("delete_flow_logs")).isFalse();
        assertThat(directory.problems()).isEmpty();
    }

    private static final class Quiet implements ResourceWatcher {
        @Override
        public void applied(Change change) {
            assertThat(change.warnings()).isEmpty();
        }

        @Override
        public void refused(List<ConfigProblem> problems) {
            assertThat(problems).isEmpty();
        }
    }
}
