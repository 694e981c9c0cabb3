package dev.turnpike.gateway.http.admin;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has lately tried tokens that nobody has, by address; of IPv6 by the /64 network, because one machine has all of its
 * addresses. Of too many addresses those are forgotten that were quiet the longest. Thread-safe.
 */
final class FailedSignIns {
    /** So many within a {@link #WINDOW}, and the address has to wait for its end. */
    static final int MOST = 10;

    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MOST_ADDRESSES = 10_000;

    private final InstantSource clock;
    private final Map<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Tally(long sinceMillis, int failures) {}

    FailedSignIns(InstantSource clock) {
        this.clock = clock;
    }

    /** How long it has to wait before it may try again; zero if it may. */
    synchronized Duration wait(SocketAddress address) {
        Tally tally = tally(address);
        return tally == null || tally.failures() < MOST
                ? Duration.ZERO
                : Duration.ofMillis(tally.sinceMillis() + WINDOW.toMillis() - clock.millis());
    }

    /**
     * It has failed once more.
     *
     * @return whether it has to wait from now on
     */
    synchronized boolean add(SocketAddress address) {
        Tally tally = tally(address);
        Tally next =
                tally == null ? new Tally(clock.millis(), 1) : new Tally(tally.sinceMillis(), tally.failures() + 1);
        tallies.put(key(address), next);
        return next.failures() == MOST;
    }

    /** Null if its window is over, or begins after now: the clock was set back. */
    private @Nullable Tally tally(SocketAddress address) {
        Tally tally = tallies.get(key(address));
        long sinceMillis = tally == null ? 0 : clock.millis() - tally.sinceMillis();
        return sinceMillis < 0 || sinceMillis >= WINDOW.toMillis() ? null : tally;
    }

    static String key(SocketAddress address) {
        String text = address.hostAddress() == null ? "" : address.hostAddress();
        String[] groups = text.split(":", -1);
        return groups.length == 8 ? String.join(":", groups[0], groups[1], groups[2], groups[3]) + "::/64" : text;
    }
}
