package dev.turnpike.clusterstate.store;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server from being asked again and again with a password that it has refused: it may lock the user out for that, and
 * its log would fill. Another password is tried at once. Thread-safe.
 */
final class Refusals {
    static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final String NOT_SIGNED_IN = "28";

    private final LongSupplier nanos;
    private @Nullable Refusal last;

    /** What was refused, and until when it is not tried again. */
    private record Refusal(String password, String reason, String state, long untilNanos, long pauseNanos) {
        /** Without the password. */
        @Override
        public String toString() {
            return reason;
        }
    }

    Refusals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @throws SQLException as the server's, if it is too early to try that password again */
    synchronized void check(String password) throws SQLException {
        Refusal known = last;
        if (known != null && known.password.equals(password) && nanos.getAsLong() - known.untilNanos < 0) {
            throw new SQLException(known.reason, known.state);
        }
    }

    /** Remembers why nobody was signed in, if it was for the user or the password. */
    synchronized void note(String password, SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && state.startsWith(NOT_SIGNED_IN)) {
            Refusal known = last;
            long now = nanos.getAsLong();
            if (known == null || !known.password.equals(password)) {
                last = refusal(password, failure, state, now, FIRST_PAUSE_NANOS);
            } else if (now - known.untilNanos >= 0) { // of those that are tried at once, one counts
                last = refusal(password, failure, state, now, Math.min(2 * known.pauseNanos, LONGEST_PAUSE_NANOS));
            }
        }
    }

    /** Somebody was signed in. */
    synchronized void forget() {
        last = null;
    }

    private static Refusal refusal(String password, SQLException failure, String state, long now, long pause) {
        return new Refusal(password, String.valueOf(failure.getMessage()), state, now + pause, pause);
    }
}
