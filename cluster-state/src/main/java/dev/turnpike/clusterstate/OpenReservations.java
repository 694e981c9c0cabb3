package dev.turnpike.clusterstate;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

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

    private static final int WORDS = MOST / Long.SIZE;

    private final String prefix;
    private final AtomicLong newest = new AtomicLong();
    /** A bit for each of the newest; neighbours are in different words. */
    private final AtomicLongArray open = new AtomicLongArray(WORDS);

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
                    open.getAndAccumulate(word(number), bit(number), (bits, bit) -> bits | bit);
                    return granted;
                },
                refused -> refused);
    }

    /** Whether this is the first to settle the reservation. */
    public boolean settles(Reservation reservation) {
        if (!reservation.id().startsWith(prefix)) {
            return false;
        }
        long number = number(reservation);
        long bit = bit(number);
        return newest.get() - number < MOST
                && (open.getAndAccumulate(word(number), ~bit, (bits, others) -> bits & others) & bit) != 0;
    }

    private static int word(long number) {
        return (int) (number % WORDS);
    }

    private static long bit(long number) {
        return 1L << (number / WORDS % Long.SIZE);
    }

    private long number(Reservation reservation) {
        return Long.parseLong(reservation.id().substring(prefix.length()));
    }
}
