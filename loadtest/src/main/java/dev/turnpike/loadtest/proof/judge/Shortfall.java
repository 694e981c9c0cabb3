package dev.turnpike.loadtest.proof.judge;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What windows with too much demand are short of their maximum. A refusal says that its call did not fit any more; so
 * what reached the upstream from that window, and the refused call, must exceed the maximum. What is missing can only
 * have been spent by calls that were lost under way.
 *
 * @param missingMicros of the windows that are short, explained or not; for a sliding limit of the worst span
 * @param unexplainedMicros what the lost calls do not explain
 * @param demanded whether demand was higher than the maximum in any window
 */
record Shortfall(long missingMicros, long unexplainedMicros, boolean demanded) {
    /** So long after a node gave up waiting for a spend, it may still take place. */
    private static final long LATE_MILLIS = 10_000;

    static Shortfall of(Limit limit, History history, Circumstances circumstances, Spans spans) {
        List<Sent> lost = lost(history);
        Shortfall all = new Shortfall(0, 0, false);
        for (Map.Entry<Long, Long> refused : smallestRefused(limit, history).entrySet()) {
            long bucket = refused.getKey();
            if (limit.startMillis(bucket - limit.span() + 1) >= circumstances.stateLostUntilMillis()) {
                long reached = spans.perhaps(bucket);
                long excused = lostIn(limit, circumstances, lost, bucket);
                all = all.plus(limit, reached, excused, refused.getValue());
            }
        }
        return all;
    }

    /** Calls that never arrived, and were not refused by the limit either. */
    static List<Sent> lost(History history) {
        Set<Long> arrived = history.arrivals().stream().map(Arrival::call).collect(toSet());
        return history.sent().stream()
                .filter(call -> call.answer() != Answer.REFUSED && !arrived.contains(call.call()))
                .toList();
    }

    private Shortfall plus(Limit limit, long reached, long excused, long refused) {
        boolean full = reached + refused > limit.maxMicros();
        long missing = full ? 0 : limit.maxMicros() - reached;
        long unexplained = full || reached + excused + refused > limit.maxMicros() ? 0 : missing - excused;
        return limit.sliding()
                ? new Shortfall(Math.max(missingMicros, missing), Math.max(unexplainedMicros, unexplained), true)
                : new Shortfall(missingMicros + missing, unexplainedMicros + unexplained, true);
    }

    /** By bucket, the smallest amount that was refused there. */
    private static Map<Long, Long> smallestRefused(Limit limit, History history) {
        Map<Long, Sent> sent = history.sent().stream().collect(toMap(Sent::call, Function.identity(), (a, copy) -> a));
        Map<Long, Long> smallest = new HashMap<>();
        for (Refusal refusal : history.refusals()) {
            Sent call = sent.get(refusal.call());
            if (call != null) {
                smallest.merge(limit.bucket(refusal.windowStartMillis()), call.micros(), Math::min);
            }
        }
        return smallest;
    }

    private static long lostIn(Limit limit, Circumstances circumstances, List<Sent> lost, long last) {
        long first = last - limit.span() + 1;
        return lost.stream()
                .filter(call -> !circumstances.clocksAreRight()
                        || new Placed(
                                        limit.bucket(call.sentMillis()),
                                        limit.bucket(call.answeredMillis() + LATE_MILLIS),
                                        0)
                                .isPerhapsIn(first, last))
                .mapToLong(Sent::micros)
                .sum();
    }
}
