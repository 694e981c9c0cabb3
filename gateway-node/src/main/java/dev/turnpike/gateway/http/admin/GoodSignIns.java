package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.config.TokenHash;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens were good lately, and from which address. Who tries tokens behind the same proxy then keeps nobody out that
 * worked from there before. Of too many those are forgotten that were quiet the longest. Thread-safe.
 */
final class GoodSignIns {
    static final Duration REMEMBERED = Duration.ofHours(24);
    static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<Key, Long> millis = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MOST;
        }
    };

    private record Key(String address, TokenHash token) {}

    GoodSignIns(InstantSource clock) {
        this.clock = clock;
    }

    /** The token was good. */
    synchronized void add(SocketAddress address, TokenHash token) {
        millis.put(key(address, token), clock.millis());
    }

    /** Whether the token was good from there lately. */
    synchronized boolean has(SocketAddress address, TokenHash token) {
        @Nullable Long since = millis.get(key(address, token));
        return since != null && clock.millis() - since < REMEMBERED.toMillis();
    }

    private static Key key(SocketAddress address, TokenHash token) {
        return new Key(FailedSignIns.key(address), token);
    }
}
