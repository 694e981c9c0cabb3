package dev.turnpike.loadtest.proof;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** All scenarios, in the order in which they can share a cluster: what leaves traces comes last. */
final class Scenarios {
    private Scenarios() {}

    /** New ones: each remembers what happened in it. */
    static List<Scenario> all() {
        return List.of(
                new Undisturbed(),
                new DoubledCalls(),
                new KilledNode(),
                new RollingRestart(),
                new PausedNode(),
                new TwoKilledNodes(),
                new SteppingClocks(),
                new StoreDown(),
                new AllKilled(),
                new CutNetwork());
    }

    /** The names of all, for people. */
    static String names() {
        return all().stream().map(Scenario::name).collect(joining(", "));
    }
}
