package dev.turnpike.loadtest.proof.judge;

import java.util.List;

/**
 * What went on while the calls were made, and what it excuses.
 *
 * @param clockSlackMillis by how much the nodes' clocks were wrong at most; 0 for clocks that were right
 * @param copies how often each call was sent
 * @param outages whether calls may have failed for want of a node or of its counters
 * @param oneRetryHeals whether the first retry of a call must not fail
 * @param stateLostUntilMillis windows that began before may be taken as spent, because their counters were lost
 * @param calmFromMillis from when on no retry of a call may fail
 * @param crashes when all nodes died at once, so that counters may have lost the last second of spends
 */
public record Circumstances(
        long clockSlackMillis,
        int copies,
        boolean outages,
        boolean oneRetryHeals,
        long stateLostUntilMillis,
        long calmFromMillis,
        List<Long> crashes) {
    /** So much of what was spent before a crash may be forgotten. */
    public static final long FORGIVEN_MILLIS = 1_000;

    /** Nothing is wrong, and nothing is excused. */
    public static final Circumstances CALM = new Circumstances(
            0, 1, /* outages= */ false, /* oneRetryHeals= */ true, Long.MIN_VALUE, Long.MIN_VALUE, List.of());

    public Circumstances {
        crashes = List.copyOf(crashes);
    }

    public Circumstances withClockSlack(long millis) {
        return new Circumstances(millis, copies, outages, oneRetryHeals, stateLostUntilMillis, calmFromMillis, crashes);
    }

    public Circumstances withCopies(int number) {
        return new Circumstances(
                clockSlackMillis, number, outages, oneRetryHeals, stateLostUntilMillis, calmFromMillis, crashes);
    }

    /** Calls may fail until {@code calmMillis}. */
    public Circumstances withOutagesUntil(long calmMillis, boolean retriesHeal) {
        return new Circumstances(
                clockSlackMillis, copies, /* outages= */ true, retriesHeal, stateLostUntilMillis, calmMillis, crashes);
    }

    public Circumstances withStateLostUntil(long millis) {
        return new Circumstances(clockSlackMillis, copies, outages, oneRetryHeals, millis, calmFromMillis, crashes);
    }

    public Circumstances withCrashes(List<Long> millis) {
        return new Circumstances(
                clockSlackMillis, copies, outages, oneRetryHeals, stateLostUntilMillis, calmFromMillis, millis);
    }

    boolean clocksAreRight() {
        return clockSlackMillis == 0;
    }
}
