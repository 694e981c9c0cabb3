package dev.turnpike.loadtest.proof;

import java.time.Duration;

/** Two of three nodes are killed at once, and with them counters that nobody else holds; both come back. */
final class TwoKilledNodes implements Scenario {
    private static final Duration DOWN = Duration.ofSeconds(2);

    /** So long after a loss, windows may begin that somebody with a faster clock has spent from. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "two-killed";
    }

    @Override
    public String about() {
        return "two of three nodes are killed at once and started again";
    }

    @Override
    public boolean leavesTraces() {
        return true;
    }

    @Override
    public void play(Stage stage) {
        stage.lead();
        stage.node(0).kill();
        stage.node(1).kill();
        stage.rest(DOWN);
        stage.node(0).start();
        stage.node(1).start();
        stage.excuseOutages(/* retriesHeal= */ false);
        long doubtEnds = System.currentTimeMillis() + DOUBT.toMillis();
        stage.circumstances(stage.circumstances().withStateLostUntil(doubtEnds));
        stage.rest(DOUBT);
        stage.tail();
    }
}
