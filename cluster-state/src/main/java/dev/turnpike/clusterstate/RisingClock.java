package dev.turnpike.clusterstate;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's clock that remembers the latest time it has shown. A node counts by that, so that an owner whose state was
 * dropped when its windows had ended does not meet them again when the clock steps back. Thread-safe, never blocks.
 */
public final class RisingClock {
    private final InstantSource clock;
    private final AtomicLong latestMillis = new AtomicLong(Long.MIN_VALUE);

    public RisingClock(InstantSource clock) {
        this.clock = clock;
    }

    public Moment now() {
        long millis = Window.clamp(clock.millis());
        long latest = latestMillis.get();
        return new Moment(millis, millis <= latest ? latest : latestMillis.accumulateAndGet(millis, Math::max));
    }
}
