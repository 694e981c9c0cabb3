package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.RisingClock;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The keys of one process. */
final class MemoryKeyRing implements KeyRing {
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final RisingClock clock;
    private List<Key> keys = List.of();

    MemoryKeyRing(InstantSource clock) {
        this.clock = new RisingClock(clock);
    }

    @Override
    public synchronized CompletionStage<List<Key>> keys() {
        long now = clock.now().latestMillis();
        if (keys.isEmpty() || keys.get(0).madeMillis() + RENEWED_MILLIS <= now) {
            List<Key> next = new ArrayList<>();
            next.add(new Key(HexFormat.of().formatHex(bytes(ID_BYTES)), bytes(SECRET_BYTES), now));
            keys.stream()
                    .filter(key -> key.madeMillis() + 2 * RENEWED_MILLIS > now)
                    .forEach(next::add);
            keys = List.copyOf(next);
        }
        return CompletableFuture.completedStage(keys);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
