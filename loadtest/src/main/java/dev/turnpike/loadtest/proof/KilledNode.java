package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.History;
import java.time.Duration;
import java.util.List;

/** One node after the other is killed (SIGKILL) and started again. */
final class KilledNode implements Scenario {
    private static final Duration DOWN = Duration.ofSeconds(1);

    private int kills;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String about() {
        return "a node is killed and started again, again and again";
    }

    @Override
    public void play(Stage stage) {
        stage.lead();
        do {
            stage.node(kills).kill();
            stage.rest(DOWN);
            stage.node(kills++).start();
            stage.recovered();
        } while (stage.goesOn());
        stage.excuseOutages(/* retriesHeal= */ false);
        stage.tail();
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        return List.of(new Check("nodes killed", Integer.toString(kills), true));
    }
}
