package dev.turnpike.loadtest.simulation;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/** What the callers were told, to be held against what the upstream saw. Thread-safe. */
final class Tally {
    private final LongAdder allowed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final AtomicIntegerArray limited;

    Tally(int grants) {
        limited = new AtomicIntegerArray(grants);
    }

    void add(Request request, int grant, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.UNAVAILABLE) {
            unknown.increment();
        } else if (outcome.kind() == Outcome.Kind.ALLOWED && request.isToolCall()) {
            allowed.increment();
            if (request.equals(Request.LIMITED)) {
                limited.incrementAndGet(grant);
            }
        }
    }

    /** Whether these calls are those that were allowed; one without an answer may or may not have arrived. */
    boolean agreesWith(long reached) {
        return reached >= allowed.sum() && reached <= allowed.sum() + unknown.sum();
    }

    /** Whether no grant was allowed more calls of the tool {@code limited}. */
    boolean isWithin(int limit) {
        for (int grant = 0; grant < limited.length(); grant++) {
            if (limited.get(grant) > limit) {
                return false;
            }
        }
        return true;
    }
}
