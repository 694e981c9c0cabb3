package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.load.Demand;
import java.time.Duration;
import java.util.List;

/** One thing that may happen to a cluster, or to its clients, while agents call. */
interface Scenario {
    /** For the command line and the table. */
    String name();

    /** One line for people. */
    String about();

    /** Makes it happen, while the agents call; returns when all is well again and has been for a while. */
    void play(Stage stage);

    /**
     * Makes more happen once nobody calls any more.
     *
     * @return for how long agents call again after that
     */
    default Duration epilogue(Stage stage) {
        return Duration.ZERO;
    }

    default List<Demand> demands(Plan plan) {
        return plan.everyLimit(name());
    }

    /** How often agents send each call. */
    default int copies() {
        return 1;
    }

    /** Whether the nodes must live in networks that can be cut. */
    default boolean needsNetworks() {
        return false;
    }

    /** Whether the nodes keep what they know in a database. */
    default boolean needsStore() {
        return false;
    }

    /** The command that runs the nodes at first. */
    default List<String> build() {
        return NodeCommand.ofThisBuild();
    }

    /** Whether the cluster is of no use to another scenario, because counters or times stay changed. */
    default boolean leavesTraces() {
        return false;
    }

    /** Whether some agents pass the balancer by, so that a node which the balancer avoids gets calls as well. */
    default boolean callsNodesDirectly() {
        return false;
    }

    /** What it shows besides the limits. */
    default List<Check> checks(Stage stage, History history) {
        return List.of();
    }
}
