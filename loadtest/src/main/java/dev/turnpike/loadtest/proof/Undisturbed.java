package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.judge.Spend;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Nothing happens. */
final class Undisturbed implements Scenario {
    private static final Duration LOOK = Duration.ofMillis(100);

    @Override
    public String name() {
        return "none";
    }

    @Override
    public String about() {
        return "nothing happens";
    }

    @Override
    public void play(Stage stage) {
        stage.tail();
        while (stage.goesOn()) {
            stage.rest(LOOK);
        }
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        Set<String> nodes = history.spends().stream().map(Spend::node).collect(Collectors.toCollection(TreeSet::new));
        int all = stage.cluster().nodes().size();
        return List.of(new Check("nodes that let calls through", nodes.size() + " of " + all, nodes.size() == all));
    }
}
