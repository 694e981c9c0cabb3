package dev.turnpike.loadtest.proof.judge;

import static dev.turnpike.loadtest.proof.judge.Finding.units;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Holds a run's history against one limit. */
public final class Judge {
    private final Limit limit;
    private final History history;
    private final Circumstances circumstances;
    private final List<String> flaws = new ArrayList<>();

    private Judge(Limit limit, History history, Circumstances circumstances) {
        this.limit = limit;
        this.history = history;
        this.circumstances = circumstances;
    }

    /**
     * Judges one limit.
     *
     * @param history of any grants; what is not the limit's is left out
     */
    public static Finding judge(Limit limit, History history, Circumstances circumstances) {
        return new Judge(limit, history.of(limit.grant()), circumstances).finding();
    }

    private Finding finding() {
        Placement placement = new Placement(limit, history, circumstances);
        Spans spans = new Spans(limit, placement.placed());
        long reached = history.arrivals().stream().mapToLong(Arrival::micros).sum();
        long windows = Windows.touched(limit, history, circumstances);
        ArrivalSpan arrivals = limit.sliding() && circumstances.clocksAreRight()
                ? ArrivalSpan.of(limit, history, new Forgiven(history, circumstances))
                : new ArrivalSpan(0, 0);
        long over = over(spans, reached, windows, arrivals);
        Shortfall shortfall = Shortfall.of(limit, history, circumstances, spans);
        flawIf(shortfall.unexplainedMicros(), "units too few, which no lost call explains", true);
        flawIf(placement.misstated(), "calls spent another amount than reached the upstream", false);
        flawIf(strangers(), "calls reached the upstream though their agent was told that the limit refused", false);
        flawIf(duplicates(), "calls reached the upstream more often than they were sent", false);
        flawIf(
                Forgotten.count(limit, history, circumstances),
                "spends did not see all that had been spent before",
                false);
        flawIf(foreignWindows(), "spends from windows in which there was no run", false);
        flawIf(longestLoss(), "ms of spends were forgotten in a crash", false);
        outages();
        if (reached == 0) {
            flaws.add("nothing reached the upstream, so nothing is proven");
        }
        return new Finding(
                limit,
                history.sent().size(),
                units(reached),
                windows,
                units(over),
                units(shortfall.missingMicros()),
                shortfall.demanded(),
                count(call -> call.answer() == Answer.REFUSED),
                count(call -> call.answer() == Answer.UNAVAILABLE),
                count(call -> call.answer() == Answer.FAILED),
                unhealed(),
                Shortfall.lost(history).size(),
                placement.unrecorded(),
                history.sent().stream().mapToLong(Sent::waitMillis).max().orElse(0),
                arrivals.toleranceMillis(),
                flaws);
    }

    /** What the counters of one limit had forgotten after each crash; nothing for those that forgot nothing. */
    public static List<Loss> losses(Limit limit, History history, Circumstances circumstances) {
        return Losses.of(limit, history.of(limit.grant()), circumstances);
    }

    private long longestLoss() {
        return Losses.of(limit, history, circumstances).stream()
                .mapToLong(Loss::millis)
                .filter(millis -> millis > Circumstances.FORGIVEN_MILLIS)
                .max()
                .orElse(0);
    }

    private long over(Spans spans, long reached, long windows, ArrivalSpan arrivals) {
        Forgiven forgiven = new Forgiven(history, circumstances);
        long over = 0;
        long unforgiven = 0;
        for (long end : spans.ends()) {
            long excess = spans.surely(end) - limit.maxMicros();
            if (excess > 0) {
                long from = limit.startMillis(end - limit.span() + 1);
                over = Math.max(over, excess);
                unforgiven = Math.max(unforgiven, excess - forgiven.between(from, limit.startMillis(end + 1) - 1));
            }
        }
        flawIf(unforgiven, "units too many in one window", true);
        long total = Math.max(0, reached - windows * limit.maxMicros());
        flawIf(total - forgiven.all(), "units too many over the whole run", true);
        flawIf(arrivals.overMicros(), "units too many in a window's length of arrivals", true);
        return Math.max(Math.max(over, total), arrivals.overMicros());
    }

    private long strangers() {
        if (circumstances.copies() > 1) {
            return 0; // the answers of two copies cannot be told apart by their call
        }
        Set<Long> refused = history.sent().stream()
                .filter(call -> call.answer() == Answer.REFUSED)
                .map(Sent::call)
                .collect(toSet());
        return history.arrivals().stream()
                .filter(arrival -> refused.contains(arrival.call()))
                .count();
    }

    private long duplicates() {
        return history.arrivals().stream().collect(groupingBy(Arrival::call, counting())).values().stream()
                .filter(times -> times > circumstances.copies())
                .count();
    }

    private long foreignWindows() {
        long began = Windows.began(history) - circumstances.clockSlackMillis();
        long ended = Math.max(Windows.ended(history), lastAnswer()) + circumstances.clockSlackMillis();
        return history.spends().stream()
                .filter(spend -> limit.bucket(spend.windowStartMillis()) < limit.bucket(began)
                        || limit.bucket(spend.windowStartMillis()) > limit.bucket(ended))
                .count();
    }

    private long lastAnswer() {
        return history.sent().stream().mapToLong(Sent::answeredMillis).max().orElse(0);
    }

    private void outages() {
        if (!circumstances.outages()) {
            flawIf(count(call -> call.answer().isOutage()), "calls failed, and nothing excuses it", false);
            return;
        }
        if (circumstances.oneRetryHeals()) {
            flawIf(unhealed(), "retries failed", false);
        }
        flawIf(
                count(call -> call.answer().isOutage()
                        && call.retry()
                        && call.sentMillis() >= circumstances.calmFromMillis()),
                "retries failed after all was well again",
                false);
    }

    private long unhealed() {
        return count(call -> call.answer().isOutage() && call.retry());
    }

    private long count(Predicate<Sent> which) {
        return history.sent().stream().filter(which).count();
    }

    private void flawIf(long number, String what, boolean micros) {
        if (number > 0) {
            flaws.add((micros ? units(number).toPlainString() : Long.toString(number)) + " " + what);
        }
    }
}
