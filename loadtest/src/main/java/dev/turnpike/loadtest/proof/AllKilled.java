package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.load.Demand;
import dev.turnpike.loadtest.proof.load.Editors;
import dev.turnpike.loadtest.proof.load.Petitioner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** All nodes are killed at once and started again, again and again; what they know comes from the store. */
final class AllKilled implements Scenario {
    private static final Duration ALIVE = Duration.ofSeconds(3);
    /** Kills meet the rounds of the store at any point. */
    private static final int PHASE_MILLIS = 1_000;

    private final List<Long> crashes = new ArrayList<>();
    private final Acknowledged acknowledged = new Acknowledged();
    private long longestSpreadMillis;
    private long longestStartNanos;

    @Override
    public String name() {
        return "all-killed";
    }

    @Override
    public String about() {
        return "all nodes are killed at once and started again, again and again";
    }

    @Override
    public List<Demand> demands(Plan plan) {
        return plan.longWindows(name());
    }

    @Override
    public boolean needsStore() {
        return true;
    }

    @Override
    public boolean leavesTraces() {
        return true;
    }

    @Override
    public void play(Stage stage) {
        try (Editors editors = stage.editors();
                Petitioner petitioner = stage.petitioner()) {
            stage.lead();
            while (crashes.size() < stage.plan().kills()) {
                stage.rest(ALIVE.plusMillis(ThreadLocalRandom.current().nextInt(PHASE_MILLIS)));
                kill(stage);
                editors.pause();
                petitioner.pause();
                startAgain(stage);
                stage.excuseOutages(/* retriesHeal= */ false);
                acknowledged.look(editors, petitioner);
                editors.resume();
                petitioner.resume();
            }
            stage.circumstances(stage.circumstances().withCrashes(crashes));
            stage.tail();
            acknowledged.end(editors, petitioner);
        }
    }

    private void kill(Stage stage) {
        long now = System.currentTimeMillis();
        crashes.add(now);
        stage.cluster().kill();
        longestSpreadMillis = Math.max(longestSpreadMillis, System.currentTimeMillis() - now);
    }

    private void startAgain(Stage stage) {
        long began = System.nanoTime();
        stage.cluster().startAgain();
        longestStartNanos = Math.max(longestStartNanos, System.nanoTime() - began);
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "times all nodes were killed, and dead within",
                crashes.size() + ", " + longestSpreadMillis + " ms",
                crashes.size() == stage.plan().kills()));
        checks.add(new Check(
                "longest time from starting all nodes until all were ready",
                "%.1f s".formatted(longestStartNanos / 1e9),
                true));
        checks.addAll(acknowledged.checks(stage.book()));
        checks.addAll(AfterCrashes.checks(demands(stage.plan()), history, stage.circumstances()));
        return checks;
    }
}
