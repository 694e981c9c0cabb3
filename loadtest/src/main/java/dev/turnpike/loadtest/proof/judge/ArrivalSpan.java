package dev.turnpike.loadtest.proof.judge;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A second look at a sliding limit, without the nodes' word: spends within a window's length arrive within that length
 * and the longest way from an agent to the upstream. So a span shorter by that way never holds more than the maximum.
 *
 * @param toleranceMillis the longest way
 * @param overMicros beyond the maximum in the worst such span; 0 where the way is longer than the window
 */
record ArrivalSpan(long toleranceMillis, long overMicros) {
    static ArrivalSpan of(Limit limit, History history, Forgiven forgiven) {
        Map<Long, Long> sent = history.sent().stream().collect(toMap(Sent::call, Sent::sentMillis, (a, copy) -> a));
        long way = history.arrivals().stream()
                .mapToLong(arrival -> arrival.millis() - sent.getOrDefault(arrival.call(), arrival.millis()))
                .max()
                .orElse(0);
        return new ArrivalSpan(
                way, Math.max(0, most(history.arrivals(), limit.windowMillis() - way, forgiven) - limit.maxMicros()));
    }

    private static long most(List<Arrival> arrivals, long lengthMillis, Forgiven forgiven) {
        List<Arrival> ordered = arrivals.stream()
                .sorted(Comparator.comparingLong(Arrival::millis))
                .toList();
        long most = 0;
        long held = 0;
        int first = 0;
        for (Arrival last : lengthMillis > 0 ? ordered : List.<Arrival>of()) {
            held += last.micros();
            while (ordered.get(first).millis() <= last.millis() - lengthMillis) {
                held -= ordered.get(first++).micros();
            }
            if (held > most) {
                most = Math.max(most, held - forgiven.between(ordered.get(first).millis(), last.millis()));
            }
        }
        return most;
    }
}
