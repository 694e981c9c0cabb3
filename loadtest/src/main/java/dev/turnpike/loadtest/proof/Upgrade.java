package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.judge.Sent;
import dev.turnpike.loadtest.proof.load.Demand;
import dev.turnpike.loadtest.proof.load.Editors;
import dev.turnpike.loadtest.proof.load.Made;
import dev.turnpike.loadtest.proof.load.Petitioner;
import dev.turnpike.loadtest.proof.load.Target;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The nodes of an older build are replaced by those of this one, and one of those by the older again, one by one and on one
 * database. Between any two of these steps all nodes are killed at once, and start again as they were: some of the older
 * build, some of this one.
 */
final class Upgrade implements Scenario {
    private static final Duration MIXED = Duration.ofSeconds(4);

    private final List<String> older;
    private final Acknowledged acknowledged = new Acknowledged();
    private final List<Long> crashes = new ArrayList<>();
    private final List<Phase> replacements = new ArrayList<>();
    private final List<Mix> mixes = new ArrayList<>();
    private final Set<Target> olderNodes = new HashSet<>();
    private final Set<Target> newerNodes = new HashSet<>();
    private List<Made> made = List.of();

    private record Phase(long fromMillis, long toMillis) {
        boolean holds(long millis) {
            return fromMillis <= millis && millis <= toMillis;
        }
    }

    /** Which nodes answered, by build. */
    private record Mix(Phase when, Set<Target> olderNodes, Set<Target> newerNodes) {
        boolean holds(Made change, boolean byOlder) {
            return when.holds(change.millis()) && (byOlder ? olderNodes : newerNodes).contains(change.node());
        }
    }

    /** @param older the checkout of the build that the cluster begins with */
    Upgrade(Path older) {
        this.older = NodeCommand.of(older);
    }

    @Override
    public String name() {
        return "upgrade";
    }

    @Override
    public String about() {
        return "nodes of an older build are replaced one by one, and all are killed at once in between";
    }

    @Override
    public List<String> build() {
        return older;
    }

    @Override
    public List<Demand> demands(Plan plan) {
        return Stream.concat(plan.longWindows(name()).stream(), plan.longWindowsOfSessions(name()).stream())
                .toList();
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
        olderNodes.addAll(stage.management());
        try (Editors editors = stage.editors();
                Petitioner petitioner = stage.petitioner()) {
            stage.lead();
            for (int node = 0; node < stage.cluster().nodes().size(); node++) {
                replace(stage, node, NodeCommand.ofThisBuild());
                liveAndDie(stage, editors, petitioner);
            }
            replace(stage, 0, older);
            liveAndDie(stage, editors, petitioner);
            stage.circumstances(stage.circumstances().withCrashes(crashes));
            stage.tail();
            acknowledged.end(editors, petitioner);
            made = editors.made();
        }
    }

    /** Under load; no call may need more than one retry. */
    private void replace(Stage stage, int index, List<String> build) {
        long began = System.currentTimeMillis();
        Target place = stage.management().get(index);
        olderNodes.remove(place);
        newerNodes.remove(place);
        NodeProcess node = stage.node(index);
        node.stop();
        node.runs(build);
        node.start();
        replacements.add(new Phase(began, stage.recovered()));
        mix(began);
        (build.equals(older) ? olderNodes : newerNodes).add(place);
    }

    private void liveAndDie(Stage stage, Editors editors, Petitioner petitioner) {
        long began = System.currentTimeMillis();
        stage.rest(MIXED);
        mix(began);
        crashes.add(System.currentTimeMillis());
        stage.cluster().kill();
        editors.pause();
        petitioner.pause();
        stage.cluster().startAgain();
        stage.excuseOutages(/* retriesHeal= */ false);
        acknowledged.look(editors, petitioner);
        editors.resume();
        petitioner.resume();
        long again = System.currentTimeMillis();
        stage.rest(MIXED);
        mix(again);
    }

    private void mix(long began) {
        mixes.add(
                new Mix(new Phase(began, System.currentTimeMillis()), Set.copyOf(olderNodes), Set.copyOf(newerNodes)));
    }

    @Override
    public List<Check> checks(Stage stage, History history) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "times all nodes were killed, nodes of the older build among them but once",
                Integer.toString(crashes.size()),
                crashes.size() == stage.cluster().nodes().size() + 1));
        long failed = history.sent().stream().filter(this::failedInReplacement).count();
        checks.add(new Check(
                "nodes replaced, and calls that failed twice meanwhile",
                replacements.size() + ", " + failed,
                failed == 0));
        checks.add(madeByBoth("changes acknowledged in the mixed time by older nodes and by new ones", one -> true));
        checks.add(madeByBoth("policies removed in that time by older nodes and by new ones", Made::removedPolicy));
        checks.addAll(acknowledged.checks(stage.book()));
        checks.addAll(AfterCrashes.checks(demands(stage.plan()), history, stage.circumstances()));
        return checks;
    }

    private boolean failedInReplacement(Sent call) {
        return call.retry()
                && call.answer() != Answer.RAN
                && call.answer() != Answer.REFUSED
                && replacements.stream().anyMatch(phase -> phase.holds(call.sentMillis()));
    }

    private Check madeByBoth(String what, Predicate<Made> which) {
        long byOlder = count(which, /* ofOlder= */ true);
        long byNewer = count(which, /* ofOlder= */ false);
        return new Check(what, byOlder + ", " + byNewer, byOlder > 0 && byNewer > 0);
    }

    private long count(Predicate<Made> which, boolean ofOlder) {
        return made.stream()
                .filter(which)
                .filter(one -> mixes.stream()
                        .filter(mix -> !mix.olderNodes.isEmpty() && !mix.newerNodes.isEmpty())
                        .anyMatch(mix -> mix.holds(one, ofOlder)))
                .count();
    }
}
