package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.load.Demand;
import java.time.Duration;
import java.util.List;

/** Agents send each call twice, so that twice as many come as the limits let through. */
final class DoubledCalls implements Scenario {
    private static final double LEAST = 0.40;
    private static final double MOST = 0.60;

    @Override
    public String name() {
        return "twice";
    }

    @Override
    public String about() {
        return "agents send each call twice";
    }

    @Override
    public List<Demand> demands(Plan plan) {
        return plan.exactDemand(name());
    }

    @Override
    public int copies() {
        return 2;
    }

    @Override
    public void play(Stage stage) {
        stage.circumstances(stage.circumstances().withCopies(copies()));
        Duration window = stage.plan().window();
        long windows = Math.max(3, stage.plan().load().dividedBy(window));
        stage.rest(window.multipliedBy(windows));
    }

    /** Over whole windows: what fits into parts of them is no measure. */
    @Override
    public List<Check> checks(Stage stage, History history) {
        return demands(stage.plan()).stream()
                .map(demand -> refused(demand, history.of(demand.limit().grant())))
                .toList();
    }

    private static Check refused(Demand demand, History history) {
        long window = demand.limit().windowMillis();
        long began = history.sent().stream()
                .mapToLong(call -> call.sentMillis())
                .min()
                .orElse(0);
        long ended = history.sent().stream()
                .mapToLong(call -> call.sentMillis())
                .max()
                .orElse(0);
        long first = demand.limit().sliding() ? began : Math.floorDiv(began + window - 1, window) * window;
        long last = first + Math.floorDiv(ended - first, window) * window;
        long whole = history.sent().stream()
                .filter(call -> first <= call.sentMillis() && call.sentMillis() < last)
                .count();
        long refused = history.sent().stream()
                .filter(call -> first <= call.sentMillis() && call.sentMillis() < last)
                .filter(call -> call.answer() == Answer.REFUSED)
                .count();
        double share = whole == 0 ? 0 : (double) refused / whole;
        return new Check(
                "share refused, " + demand.limit().grant(),
                "%.1f %% of %d in whole windows".formatted(100 * share, whole),
                LEAST <= share && share <= MOST);
    }
}
