package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredRegistryTest {
    private final MemoryClusterState state = new MemoryClusterState(InstantSource.system());
    private final PaperStore store = new PaperStore();
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final Registry registry = new StoredRegistry(
            state.registry(), state, store, new Reach(store, System::nanoTime), () -> true, writer, writer);

    @AfterEach
    void close() {
        writer.shutdownNow();
        state.close();
    }

    @Test
    void aChangeThatWasGivenUpWhileItWaitedIsNotMadeLater() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        writer.execute(() -> {
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        CompletableFuture<Registry.Snapshot> givenUp =
                registry.apply(List.of(policy("refused")), Set.of()).toCompletableFuture();
        var made = registry.apply(List.of(policy("made")), Set.of());
        givenUp.cancel(false);

        slow.countDown();

        assertThat(await(made).resources()).containsOnlyKeys(policy("made").id());
        assertThat(store.registry().resources()).containsOnlyKeys(policy("made").id());
    }

    private static Resource policy(String name) {
        return new Resource(Resource.Kind.POLICY, name, "{}", /* revision= */ 0);
    }
}
