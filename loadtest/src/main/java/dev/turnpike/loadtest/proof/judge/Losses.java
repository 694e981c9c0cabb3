package dev.turnpike.loadtest.proof.judge;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what the counters of one limit forgot in crashes. The first spend after a crash says what its window held then;
 * what had arrived from that window before, and is not in it, was forgotten: the newest first, because counters are
 * copied one time after the other. What was spent and never arrived makes a loss look smaller by as much.
 */
final class Losses {
    private final Limit limit;
    private final History history;
    private final List<Long> crashes;
    private final Map<Long, Long> sent;
    /** What arrived and is still counted, the oldest first. */
    private final List<Counted> counted = new ArrayList<>();

    private Losses(Limit limit, History history, Circumstances circumstances) {
        this.limit = limit;
        this.history = history;
        this.crashes = circumstances.crashes();
        this.sent = history.sent().stream().collect(toMap(Sent::call, Sent::sentMillis, (a, copy) -> a));
        List<Placed> placed = new Placement(limit, history, circumstances).placed();
        for (int i = 0; i < placed.size(); i++) {
            counted.add(new Counted(history.arrivals().get(i), placed.get(i)));
        }
        counted.sort(comparingLong(one -> one.arrival.millis()));
    }

    private record Counted(Arrival arrival, Placed placed) {}

    /** One for each crash after which anything had been forgotten. */
    static List<Loss> of(Limit limit, History history, Circumstances circumstances) {
        return circumstances.crashes().isEmpty() ? List.of() : new Losses(limit, history, circumstances).all();
    }

    private List<Loss> all() {
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < crashes.size(); i++) {
            long next = i + 1 < crashes.size() ? crashes.get(i + 1) : Long.MAX_VALUE;
            Loss loss = loss(crashes.get(i), next);
            if (loss.micros() > 0) {
                losses.add(loss);
            }
        }
        return losses;
    }

    private Loss loss(long crash, long next) {
        List<Spend> after = history.spends().stream()
                .filter(spend -> crash <= sentMillis(spend.call()) && sentMillis(spend.call()) < next)
                .toList();
        if (after.isEmpty()) {
            return new Loss(crash, 0, 0);
        }
        Spend first = after.stream()
                .min(comparingLong((Spend spend) -> limit.bucket(spend.windowStartMillis()))
                        .thenComparingLong(Spend::beforeMicros))
                .orElseThrow();
        long bucket = limit.bucket(first.windowStartMillis());
        List<Counted> before = counted.stream()
                .filter(one -> sentMillis(one.arrival.call()) < crash
                        && one.placed.isSurelyIn(bucket - limit.span() + 1, bucket))
                .toList();
        long micros = before.stream().mapToLong(one -> one.arrival.micros()).sum() - first.beforeMicros();
        return forget(before, crash, micros);
    }

    private Loss forget(List<Counted> before, long crash, long micros) {
        long left = micros;
        long since = crash;
        for (int i = before.size() - 1; i >= 0 && left > 0; i--) {
            Counted newest = before.get(i);
            counted.remove(newest);
            left -= newest.arrival.micros();
            since = newest.arrival.millis();
        }
        return new Loss(crash, Math.max(0, micros), Math.max(0, crash - since));
    }

    private long sentMillis(long call) {
        return sent.getOrDefault(call, Long.MIN_VALUE);
    }
}
