package dev.turnpike.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SealTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Seal seal = new Seal(new MemoryClusterState(now::get).keys());

    @Test
    void opensWhatItSealedForTheSamePurpose() {
        String sealed = seal("a", "text");
        assertThat(sealed).startsWith("tp1.").doesNotContain("text").isNotEqualTo(seal("a", "text"));
        assertThat(open("a", sealed)).contains("text");
        assertThat(open("b", sealed)).isEmpty();
    }

    @Test
    void opensNothingThatWasTouched() {
        String sealed = seal("a", "text");
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(open("a", sealed.substring(0, i) + other + sealed.substring(i + 1)))
                    .as("character %d", i)
                    .isEmpty();
            assertThat(open("a", sealed.substring(0, i))).as("cut at %d", i).isEmpty();
        }
        assertThat(open("a", sealed + "A")).isEmpty();
        assertThat(open("a", sealed + "=")).isEmpty();
    }

    @Test
    void opensWhatTheKeyBeforeSealedAndNothingOlder() {
        String sealed = seal("a", "text");
        now.set(Instant.EPOCH.plus(Duration.ofHours(25)));
        seal("a", "makes the next key, which seals once all nodes know it");
        now.set(Instant.EPOCH.plus(Duration.ofHours(26)));
        assertThat(seal("a", "text").substring(0, 12)).isNotEqualTo(sealed.substring(0, 12));
        assertThat(open("a", sealed)).contains("text");
        now.set(Instant.EPOCH.plus(Duration.ofHours(80)));
        assertThat(open("a", sealed)).isEmpty();
    }

    @Test
    void otherClustersOpenNothing() {
        assertThat(new Seal(new MemoryClusterState(now::get).keys())
                        .open("a", seal("a", "text"))
                        .toCompletableFuture()
                        .join())
                .isEmpty();
    }

    private String seal(String purpose, String text) {
        return seal.seal(purpose, text).toCompletableFuture().join();
    }

    private Optional<String> open(String purpose, String sealed) {
        return seal.open(purpose, sealed).toCompletableFuture().join();
    }
}
