package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import java.util.List;

/** All nodes are stopped (SIGTERM) and started again, one by one. */
final class RollingRestart implements Scenario {
    private long longestStopNanos;
    private long longestStartNanos;

    @Override
    public String name() {
        return "rolling";
    }

    @Override
    public String about() {
        return "all nodes are restarted one by one";
    }

    @Override
    public void play(Stage stage) {
        stage.lead();
        do {
            for (NodeProcess node : stage.cluster().nodes()) {
                restart(stage, node);
            }
        } while (stage.goesOn());
        stage.excuseOutages(/* retriesHeal= */ true);
        stage.tail();
    }

    private void restart(Stage stage, NodeProcess node) {
        long began = System.nanoTime();
        node.stop();
        long stopped = System.nanoTime();
        node.start();
        stage.recovered();
        longestStopNanos = Math.max(longestStopNanos, stopped - began);
        longestStartNanos = Math.max(longestStartNanos, System.nanoTime() - stopped);
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        long failed = history.sent().stream()
                .filter(call -> !call.retry() && call.answer() != Answer.RAN && call.answer() != Answer.REFUSED)
                .count();
        return List.of(
                new Check("calls that needed their retry", Long.toString(failed), true),
                new Check("longest time for a node to stop", seconds(longestStopNanos), true),
                new Check("longest time until the cluster was whole again", seconds(longestStartNanos), true));
    }

    private static String seconds(long nanos) {
        return "%.1f s".formatted(nanos / 1e9);
    }
}
