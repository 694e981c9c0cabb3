package dev.turnpike.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class LivingHeapTest {
    private static final int PIECE = 1 << 20;

    private byte[][] kept = new byte[0][];

    @Test
    @SuppressWarnings("System.GC") // Only a collection changes what is measured.
    void tellsWhatLivedThroughTheLastCollection() {
        try (LivingHeap living = new LivingHeap()) {
            kept = new byte[(int) (Runtime.getRuntime().maxMemory() / 8 / PIECE)][PIECE];
            System.gc();
            await().untilAsserted(() -> assertThat(living.ratio()).isBetween(0.12, 1.0));
            double full = living.ratio();
            assertThat(kept).isNotEmpty();

            kept = new byte[0][];
            System.gc();
            await().untilAsserted(() -> assertThat(living.ratio()).isPositive().isLessThan(full - 0.1));
        }
    }
}
