package dev.turnpike.loadtest.proof;

import java.util.List;
import java.util.Optional;

/** All scenarios, in the order in which they can share a cluster: what leaves traces comes last. */
final class Scenarios {
    static final List<Scenario> ALL = List.of(
            new Undisturbed(),
            new DoubledCalls(),
            new KilledNode(),
            new RollingRestart(),
            new PausedNode(),
            new TwoKilledNodes(),
            new SteppingClocks(),
            new CutNetwork());

    private Scenarios() {}

    static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}
