package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.load.Editors;
import dev.turnpike.loadtest.proof.load.Knowledge;
import dev.turnpike.loadtest.proof.load.Petitioner;
import dev.turnpike.loadtest.proof.load.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The database is killed and comes back; later, a cluster that starts anew reads from it what the old one knew. */
final class StoreDown implements Scenario {
    /** For everything to be stored that nobody waits for. */
    private static final Duration SETTLE = Duration.ofMillis(1_500);

    private static final Duration CALL_AGAIN = Duration.ofSeconds(2);

    private final Acknowledged acknowledged = new Acknowledged();
    private final List<String> differences = new ArrayList<>();
    private int known;
    private long refused;
    private List<String> otherwise = List.of();
    private long approvalsRefused;
    private long storedNanos;
    private long startNanos;

    @Override
    public String name() {
        return "store-down";
    }

    @Override
    public String about() {
        return "the database is killed, and comes back after a while";
    }

    @Override
    public boolean needsStore() {
        return true;
    }

    @Override
    public void play(Stage stage) {
        try (Editors editors = stage.editors();
                Petitioner petitioner = stage.petitioner()) {
            stage.lead();
            stage.store().kill();
            editors.storeIsDown(true);
            stage.rest(stage.plan().outage());
            editors.storeIsDown(false);
            approvalsRefused = petitioner.refused();
            stage.store().start();
            long began = System.nanoTime();
            stage.cluster().awaitStored();
            storedNanos = System.nanoTime() - began;
            stage.tail();
            acknowledged.end(editors, petitioner);
            refused = editors.refused();
            otherwise = editors.otherwise();
        }
    }

    /** Kills all nodes once everything is stored: nothing may be missing afterwards, not even a spend. */
    @Override
    public Duration epilogue(Stage stage) {
        stage.rest(SETTLE);
        stage.cluster().awaitStored();
        Knowledge before = Knowledge.of(stage.management().get(0));
        known = before.documents().size() + before.approvals().size();
        stage.cluster().kill();
        long began = System.nanoTime();
        stage.cluster().startAgain();
        startNanos = System.nanoTime() - began;
        stage.recovered();
        for (Target node : stage.management()) {
            differences.addAll(before.differences(Knowledge.of(node)));
        }
        return CALL_AGAIN;
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "changes refused with 503 meanwhile, and answered otherwise or in force all the same",
                refused + ", " + Acknowledged.shown(otherwise),
                refused > 0 && otherwise.isEmpty()));
        checks.add(new Check(
                "times that agents and people with approvals were told to come back", "" + approvalsRefused, true));
        checks.addAll(acknowledged.checks(stage.book()));
        checks.add(new Check("time until everything was stored again", "%.1f s".formatted(storedNanos / 1e9), true));
        checks.add(new Check(
                "documents and approvals known, and other after all nodes were killed and started",
                known + ", " + Acknowledged.shown(differences),
                known > 0 && differences.isEmpty()));
        checks.add(new Check(
                "time from starting all nodes until all were ready", "%.1f s".formatted(startNanos / 1e9), true));
        return checks;
    }
}
