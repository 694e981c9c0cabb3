package dev.turnpike.clusterstate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The reservations of one node that are not settled yet: names them, and lets each be settled once. Thread-safe, never
 * blocks.
 *
 * <p>It remembers the newest {@link #MOST} only. An older one, or one of another node, counts as settled: what it spent
 * stays spent.
 */
public final class OpenReservations {
    /** How many reservations back one can still be settled. */
    static final int MOST = 1 << 20;

    private final String prefix;
    private final AtomicLong newest = new AtomicLong();
    private final Set<Long> open = ConcurrentHashMap.newKeySet();

    /** @param node unique among all nodes that ever run, without a colon */
    public OpenReservations(String node) {
        this.prefix = node + ":";
    }

    /** The id of the next reservation: the node, and a number that rises by one with each. */
    public String nextId() {
        return prefix + newest.incrementAndGet();
    }

    /** Keeps the answer's reservation, if it holds one, until it is settled. */
    public Spending opened(Spending spending) {
        return spending.fold(
                granted -> {
                    long number = number(granted.reservation());
                    open.add(number);
                    open.remove(number - MOST);
                    return granted;
                },
                refused -> refused);
    }

    /** Whether this is the first to settle the reservation. */
    public boolean settles(Reservation reservation) {
        return reservation.id().startsWith(prefix) && open.remove(number(reservation));
    }

    int size() {
        return open.size();
    }

    private long number(Reservation reservation) {
        return Long.parseLong(reservation.id().substring(prefix.length()));
    }
}
