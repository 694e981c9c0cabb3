package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Reservation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters that this node has lately seen near their maximum: at 80 % of it or above. At most {@link #MOST}; while
 * there are as many, further ones are passed over. Thread-safe, never blocks.
 */
public final class NearLimits {
    static final int MOST = 256;
    /** A sliding window moves by this part of its length. */
    private static final int SLIDING_PARTS = 60;

    private final InstantSource clock;
    private final Map<Key, Balance> near = new ConcurrentHashMap<>();

    private record Key(CounterOwner owner, Counter counter) {}

    /**
     * One of them.
     *
     * @param owner as {@link CounterOwner#text} has it
     * @param session whether the count is that of one session of the grant
     * @param windowStart of the window that was spent from; for a sliding one, of its newest part
     * @param held what the counter held, in the policy's unit
     */
    public record Near(
            String owner,
            String counter,
            boolean session,
            Instant windowStart,
            long windowSeconds,
            BigDecimal held,
            BigDecimal max) {}

    public NearLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** Those whose window has not ended, the fullest first. */
    public List<Near> list() {
        dropEnded();
        return near.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -share(entry.getValue())))
                .map(entry -> near(entry.getKey().owner(), entry.getValue()))
                .toList();
    }

    /** How many there are. */
    public int size() {
        dropEnded();
        return near.size();
    }

    /** Counters that have been reset hold nothing any more. */
    public void forget(CounterOwner owner, List<Counter> counters) {
        counters.forEach(counter -> near.remove(new Key(owner, counter)));
    }

    /** What a call spent. */
    void spent(Reservation reservation) {
        for (Balance balance : reservation.balances()) {
            met(reservation.owner(), balance);
        }
    }

    /** What a charge met, whether it was spent or not. */
    void met(CounterOwner owner, Balance balance) {
        boolean close = balance.afterMicros() >= balance.charge().maxMicros() / 5 * 4;
        if (!close && near.isEmpty()) {
            return;
        }
        Key key = new Key(owner, balance.charge().counter());
        if (!close) {
            near.remove(key);
        } else if (near.size() < MOST || near.containsKey(key)) {
            near.put(key, balance);
        } else {
            dropEnded();
        }
    }

    private void dropEnded() {
        long now = clock.millis();
        near.values().removeIf(balance -> endMillis(balance) <= now);
    }

    private static long endMillis(Balance balance) {
        Counter counter = balance.charge().counter();
        long start = balance.windowStartMillis();
        return counter.algorithm() == Algorithm.FIXED
                ? counter.window().endMillis(start)
                : start + counter.window().lengthMillis() * (SLIDING_PARTS + 1) / SLIDING_PARTS;
    }

    private static double share(Balance balance) {
        return balance.afterMicros() / Math.max(1.0, (double) balance.charge().maxMicros());
    }

    private static Near near(CounterOwner owner, Balance balance) {
        Counter counter = balance.charge().counter();
        return new Near(
                owner.text(),
                counter.name(),
                !counter.session().isEmpty(),
                Instant.ofEpochMilli(balance.windowStartMillis()),
                counter.window().length().toSeconds(),
                Charge.units(balance.afterMicros()),
                Charge.units(balance.charge().maxMicros()));
    }
}
