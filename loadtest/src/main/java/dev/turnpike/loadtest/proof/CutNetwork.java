package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Arrival;
import dev.turnpike.loadtest.proof.judge.History;
import java.time.Duration;
import java.util.List;

/** The network between one node and the others is cut and healed, while the agents reach all of them. */
final class CutNetwork implements Scenario {
    private static final int NODE = 2;
    private static final Duration LONGER = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "cut";
    }

    @Override
    public String about() {
        return "the network between one node and the others is cut and healed";
    }

    @Override
    public boolean needsNetworks() {
        return true;
    }

    @Override
    public boolean callsNodesDirectly() {
        return true;
    }

    @Override
    public void play(Stage stage) {
        stage.lead();
        stage.mark("cut");
        stage.cluster().site().cut(NODE);
        stage.cluster().awaitWithout(NODE);
        stage.cluster().awaitUnready(NODE);
        stage.rest(LONGER);
        stage.mark("healed");
        stage.cluster().site().heal(NODE);
        stage.excuseOutages(/* retriesHeal= */ false);
        stage.tail();
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        long cut = stage.millisOf("cut");
        long healed = stage.millisOf("healed");
        String alone = stage.node(NODE).place().host();
        List<Arrival> during = history.arrivals().stream()
                .filter(arrival -> cut <= arrival.millis() && arrival.millis() < healed)
                .toList();
        long last = during.stream()
                .filter(arrival -> arrival.from().equals(alone))
                .mapToLong(Arrival::millis)
                .max()
                .orElse(cut);
        long others = during.stream()
                .filter(arrival -> !arrival.from().equals(alone) && arrival.millis() > last)
                .count();
        return List.of(
                new Check("cut lasted", "%.1f s".formatted((healed - cut) / 1e3), true),
                new Check(
                        "the node cut off let its last call through after",
                        "%.1f s".formatted((last - cut) / 1e3),
                        last - cut <= SOON.toMillis()),
                new Check("calls that the others let through after that", Long.toString(others), others > 0));
    }
}
