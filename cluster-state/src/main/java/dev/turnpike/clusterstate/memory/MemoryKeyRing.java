package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.FreshKeys;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.KeyRotation;
import dev.turnpike.clusterstate.RisingClock;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The keys of one process. */
final class MemoryKeyRing implements KeyRing {
    private final FreshKeys fresh = new FreshKeys();
    private final RisingClock clock;
    private List<Key> keys = List.of();

    MemoryKeyRing(InstantSource clock) {
        this.clock = new RisingClock(clock);
    }

    @Override
    public synchronized CompletionStage<List<Key>> keys() {
        long now = clock.now().latestMillis();
        keys = KeyRotation.renewed(keys, fresh.next(), now);
        return CompletableFuture.completedStage(KeyRotation.sealingFirst(keys, now));
    }
}
