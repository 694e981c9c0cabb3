package dev.turnpike.loadtest.proof.judge;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Says which window each call that reached the upstream was spent in: the one that the audit record names. Where a node
 * died with its record, the spend lies between the sending and the arrival, if the clocks were right.
 */
final class Placement {
    private final Limit limit;
    private final Circumstances circumstances;
    private final Map<Long, Deque<Spend>> spends = new HashMap<>();
    private final Map<Long, Sent> sent;
    private final List<Placed> placed = new ArrayList<>();
    private long unrecorded;
    private long misstated;

    Placement(Limit limit, History history, Circumstances circumstances) {
        this.limit = limit;
        this.circumstances = circumstances;
        this.sent = history.sent().stream().collect(toMap(Sent::call, Function.identity(), (a, copy) -> a));
        history.spends()
                .forEach(spend -> spends.computeIfAbsent(spend.call(), call -> new ArrayDeque<>(1))
                        .add(spend));
        history.arrivals().forEach(arrival -> placed.add(place(arrival)));
    }

    List<Placed> placed() {
        return placed;
    }

    /** Calls that reached the upstream without an audit record. */
    long unrecorded() {
        return unrecorded;
    }

    /** Calls whose audit record names another amount than what reached the upstream. */
    long misstated() {
        return misstated;
    }

    private Placed place(Arrival arrival) {
        Deque<Spend> recorded = spends.get(arrival.call());
        if (recorded != null && !recorded.isEmpty()) {
            Spend spend = recorded.remove();
            if (spend.micros() != arrival.micros()) {
                misstated++;
            }
            long bucket = limit.bucket(spend.windowStartMillis());
            return new Placed(bucket, bucket, arrival.micros());
        }
        unrecorded++;
        Sent call = sent.get(arrival.call());
        return call == null || !circumstances.clocksAreRight()
                ? new Placed(Long.MIN_VALUE, Long.MAX_VALUE, arrival.micros())
                : new Placed(limit.bucket(call.sentMillis()), limit.bucket(arrival.millis()), arrival.micros());
    }
}
