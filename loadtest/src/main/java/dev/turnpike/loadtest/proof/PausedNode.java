package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.History;
import java.time.Duration;
import java.util.List;

/** A node stands still (SIGSTOP) for longer than the others wait for its heartbeat, and then goes on (SIGCONT). */
final class PausedNode implements Scenario {
    private static final int NODE = 1;
    private static final Duration LONGER = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public String about() {
        return "a node stands still until the others give it up, and goes on";
    }

    @Override
    public boolean callsNodesDirectly() {
        return true;
    }

    @Override
    public void play(Stage stage) {
        stage.lead();
        stage.mark("paused");
        stage.node(NODE).pause();
        stage.cluster().awaitWithout(NODE);
        stage.rest(LONGER);
        stage.node(NODE).resume();
        stage.mark("resumed");
        stage.excuseOutages(/* retriesHeal= */ false);
        stage.tail();
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        double seconds = (stage.millisOf("resumed") - stage.millisOf("paused")) / 1e3;
        return List.of(new Check("paused, and given up by the others", "%.1f s".formatted(seconds), true));
    }
}
