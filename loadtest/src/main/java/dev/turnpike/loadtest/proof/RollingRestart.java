package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import java.util.List;

/** All nodes are stopped (SIGTERM) and started again, one by one. */
final class RollingRestart implements Scenario {
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
                node.stop();
                node.start();
                stage.recovered();
            }
        } while (stage.goesOn());
        stage.excuseOutages(/* retriesHeal= */ true);
        stage.tail();
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        long failed = history.sent().stream()
                .filter(call -> !call.retry() && call.answer() != Answer.RAN && call.answer() != Answer.REFUSED)
                .count();
        return List.of(new Check("calls that needed their retry", Long.toString(failed), true));
    }
}
