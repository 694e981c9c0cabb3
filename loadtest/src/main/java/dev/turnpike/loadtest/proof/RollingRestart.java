package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import java.nio.file.Path;
import java.util.List;

/** All nodes are stopped (SIGTERM) and started again, one by one; perhaps with another build of Turnpike. */
final class RollingRestart implements Scenario {
    private final String name;
    private final String about;
    private final List<List<String>> builds;
    private long longestStopNanos;
    private long longestStartNanos;

    private RollingRestart(String name, String about, List<List<String>> builds) {
        this.name = name;
        this.about = about;
        this.builds = builds;
    }

    static RollingRestart ofThisBuild() {
        return new RollingRestart("rolling", "all nodes are restarted one by one", List.of(NodeCommand.ofThisBuild()));
    }

    /** @param older the checkout of a build, to which nodes go back before they are upgraded */
    static RollingRestart upgrade(Path older) {
        return new RollingRestart(
                "upgrade",
                "nodes are replaced one by one by an older build, and those by this one",
                List.of(NodeCommand.of(older), NodeCommand.ofThisBuild()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public void play(Stage stage) {
        stage.lead();
        do {
            for (List<String> build : builds) {
                for (NodeProcess node : stage.cluster().nodes()) {
                    restart(stage, node, build);
                }
            }
        } while (stage.goesOn());
        stage.excuseOutages(/* retriesHeal= */ true);
        stage.tail();
    }

    private void restart(Stage stage, NodeProcess node, List<String> build) {
        long began = System.nanoTime();
        node.stop();
        long stopped = System.nanoTime();
        node.runs(build);
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
