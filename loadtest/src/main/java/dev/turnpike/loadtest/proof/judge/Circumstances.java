package dev.turnpike.loadtest.proof.judge;

/**
 * What went on while the calls were made, and what it excuses.
 *
 * @param clockSlackMillis by how much the nodes' clocks were wrong at most; 0 for clocks that were right
 * @param copies how often each call was sent
 * @param outages whether calls may have failed for want of a node or of its counters
 * @param oneRetryHeals whether the first retry of a call must not fail
 * @param stateLostUntilMillis windows that began before may be taken as spent, because their counters were lost
 * @param calmFromMillis from when on no retry of a call may fail
 */
public record Circumstances(
        long clockSlackMillis,
        int copies,
        boolean outages,
        boolean oneRetryHeals,
        long stateLostUntilMillis,
        long calmFromMillis) {
    /** Nothing is wrong, and nothing is excused. */
    public static final Circumstances CALM =
            new Circumstances(0, 1, /* outages= */ false, /* oneRetryHeals= */ true, Long.MIN_VALUE, Long.MIN_VALUE);

    public Circumstances withClockSlack(long millis) {
        return new Circumstances(millis, copies, outages, oneRetryHeals, stateLostUntilMillis, calmFromMillis);
    }

    public Circumstances withCopies(int number) {
        return new Circumstances(
                clockSlackMillis, number, outages, oneRetryHeals, stateLostUntilMillis, calmFromMillis);
    }

    /** Calls may fail until {@code calmMillis}. */
    public Circumstances withOutagesUntil(long calmMillis, boolean retriesHeal) {
        return new Circumstances(
                clockSlackMillis, copies, /* outages= */ true, retriesHeal, stateLostUntilMillis, calmMillis);
    }

    public Circumstances withStateLostUntil(long millis) {
        return new Circumstances(clockSlackMillis, copies, outages, oneRetryHeals, millis, calmFromMillis);
    }

    boolean clocksAreRight() {
        return clockSlackMillis == 0;
    }
}
