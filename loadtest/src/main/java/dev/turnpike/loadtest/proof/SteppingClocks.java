package dev.turnpike.loadtest.proof;

import java.time.Duration;
import java.util.List;

/** The nodes' clocks differ by two minutes, and step forward and back. */
final class SteppingClocks implements Scenario {
    private static final Duration MOST = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(3);

    /** In seconds, for each node, one step after the other. */
    private static final List<List<Integer>> SHIFTS =
            List.of(List.of(0, 60, 120), List.of(120, 60, 120), List.of(120, 0, 60), List.of(0, 120, 60));

    @Override
    public String name() {
        return "clocks";
    }

    @Override
    public String about() {
        return "clocks differ by two minutes, and step forward and back";
    }

    @Override
    public boolean leavesTraces() {
        return true;
    }

    @Override
    public void play(Stage stage) {
        stage.circumstances(stage.circumstances().withClockSlack(MOST.toMillis()));
        do {
            for (List<Integer> shifts : SHIFTS) {
                for (int node = 0; node < shifts.size(); node++) {
                    stage.node(node).shiftClock(Duration.ofSeconds(shifts.get(node)));
                }
                stage.rest(STEP);
            }
        } while (stage.goesOn());
    }
}
