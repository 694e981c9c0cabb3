package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import dev.turnpike.loadtest.proof.site.Patience;
import dev.turnpike.loadtest.proof.site.Tool;
import dev.turnpike.loadtest.watch.Scene.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadtest/watch alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = {
            "Makes trouble for real clusters, and looks in a real Prometheus whether the alerts fire. Ends with 0 if all do"
                    + " that can be brought about on one machine, and none without trouble; with 1 if not.",
            "Needs root, prometheus, haproxy, iproute2 and openssl. Takes about a quarter of an hour. Waiting times and rates of the"
                    + " rules are shortened, thresholds are not."
        })
final class Alerts implements Callable<Integer> {
    private static final Duration CALM = Duration.ofSeconds(45);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofSeconds(150);
    private static final int USUAL_RATE = 15;
    private static final String ROW = "%-29s %-55s %8s  %s%n";

    private static final Set<String> SCENES = Set.of("stored", "killed", "networked", "strict", "certified");

    /** What no trouble of this machine brings about, and why. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "TurnpikeInternalErrors", "needs a fault of the gateway",
            "TurnpikeMemberPortExposed", "needs a public address",
            "TurnpikeCollectorBusy", "needs a heap that is too small for longer than the node lives with it");

    private final Path root;
    private final PrintStream out;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "For logs and data (default: a temporary one, which is kept).")
    private @Nullable Path directory;

    @Option(
            names = "--only",
            paramLabel = "SCENES",
            split = ",",
            description = "stored, killed, networked, strict, certified (default: all).")
    private Set<String> only = SCENES;

    Alerts(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Path work = directory == null ? Files.createTempDirectory("turnpike-watch-") : directory.toAbsolutePath();
        out.printf(ROW, "alert", "trouble", "after", "summary");
        List<Sighting> sightings = new ArrayList<>();
        if (only.contains("stored")) {
            play(Kind.STORED, Map.of("max-requests", "128"), work.resolve("stored"), this::stored, sightings);
        }
        if (only.contains("killed")) {
            play(Kind.STORED, Map.of(), work.resolve("killed"), this::killed, sightings);
        }
        if (only.contains("networked")) {
            play(Kind.NETWORKED, Map.of(), work.resolve("networked"), this::networked, sightings);
        }
        if (only.contains("strict")) {
            play(Kind.STRICT, Map.of(), work.resolve("strict"), this::strict, sightings);
        }
        if (only.contains("certified")) {
            Path scene = work.resolve("certified");
            play(Kind.CERTIFIED, Map.of(), scene, (on, lookout) -> certified(lookout, scene), sightings);
        }
        out.println("logs and data: " + work);
        return verdict(sightings) ? 0 : 1;
    }

    /** What happens to a cluster. */
    private interface Play {
        void with(Scene scene, Lookout lookout);
    }

    private void play(Kind kind, Map<String, String> settings, Path directory, Play play, List<Sighting> sightings) {
        try (Scene scene =
                Scene.start(kind, settings, root.resolve("deploy/prometheus/rules"), Hurried::rules, directory)) {
            Lookout lookout = new Lookout(scene.prometheus(), this::print);
            try {
                play.with(scene, lookout);
            } finally {
                sightings.addAll(lookout.sightings());
            }
        }
    }

    private void print(Sighting sighting) {
        out.printf(
                ROW,
                sighting.alert(),
                sighting.trouble(),
                sighting.after()
                        .map(after -> "%.0f s".formatted(after.toMillis() / 1e3))
                        .orElse("NO"),
                sighting.summary());
    }

    private boolean verdict(List<Sighting> sightings) throws IOException {
        Set<String> seen = new TreeSet<>();
        sightings.stream()
                .filter(sighting -> sighting.after().isPresent())
                .forEach(sighting -> seen.add(sighting.alert()));
        boolean good = sightings.stream().allMatch(sighting -> sighting.after().isPresent());
        for (String alert : all()) {
            if (!seen.contains(alert)) {
                boolean known = LEFT_OUT.containsKey(alert);
                good &= known || only.size() < SCENES.size();
                out.printf(ROW, alert, known ? "not tried: " + LEFT_OUT.get(alert) : "not seen", "-", "");
            }
        }
        return good;
    }

    private Set<String> all() throws IOException {
        Set<String> names = new TreeSet<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(root.resolve("deploy/prometheus/rules/alerts.yml").toFile())
                .findValues("alert")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Three nodes with a store: nearly everything. */
    private void stored(Scene scene, Lookout lookout) {
        Caller caller = scene.caller();
        Future<?> usual = caller.steadily(USUAL_RATE, scene.agents(), Scene.USUAL);
        lookout.seeNothing(CALM);

        // Takes longest, so it begins first and is looked for last.
        scene.surroundings().collector(/* fails= */ true);

        lookout.see(
                "a counter of ten gets nine",
                SOON,
                () -> repeat(9, () -> caller.call(scene.agents(), "few", "").join()),
                () -> {},
                "TurnpikeLimitNear");
        List<Future<?>> extra = new ArrayList<>();
        lookout.see(
                "an agent calls what its policy does not list",
                SOON,
                () -> extra.add(caller.steadily(150, scene.agents(), List.of("unlisted"))),
                () -> stop(extra),
                "TurnpikeMostCallsRefused");
        lookout.see(
                "the upstream answers HTTP 500",
                SOON,
                () -> scene.surroundings().upstream(/* fails= */ true),
                () -> scene.surroundings().upstream(/* fails= */ false),
                "TurnpikeUpstreamFailing");
        Path wrong = scene.resources().resolve("wrong.yaml");
        lookout.see(
                "a document of no kind is put into the directory",
                SOON,
                () -> write(wrong, "kind: Nothing"),
                () -> delete(wrong),
                "TurnpikeReloadRefused");
        lookout.see(
                "a call waits for a person",
                SOON,
                () -> caller.call(scene.agents(), "asked", "").join(),
                () -> decideAll(scene),
                "TurnpikeApprovalsOld");
        scene.surroundings().webhook(/* fails= */ true);
        lookout.see(
                "the webhook answers HTTP 500",
                SOON,
                () -> extra.add(caller.steadily(1, scene.agents(), List.of("asked"))),
                () -> {
                    stop(extra);
                    scene.surroundings().webhook(/* fails= */ false);
                    decideAll(scene);
                },
                "TurnpikeWebhooksFailing");
        lookout.see(
                "300 slow calls at once, of at most 128 a node",
                SOON,
                () -> extra.add(caller.steadily(60, scene.agents(), List.of("slow"))),
                () -> stop(extra),
                "TurnpikeOverload");
        lookout.see(
                "the clock of one node is a minute ahead",
                SOON,
                () -> scene.node(1).shiftClock(Duration.ofMinutes(1)),
                () -> scene.node(1).shiftClock(Duration.ZERO),
                "TurnpikeClocksDiffer");
        lookout.see(
                "one node may open few files (prlimit)",
                SOON,
                () -> limit(scene.node(1), "--nofile=" + (openFiles(scene.node(1)) + 5) + ":"),
                () -> limit(scene.node(1), "--nofile=" + mostFiles(scene.node(1)) + ":"),
                "TurnpikeFilesNearlyOut");
        lookout.see(
                "the files of one node may not grow (prlimit)",
                SOON,
                () -> limit(scene.node(1), "--fsize=1:"),
                () -> limit(scene.node(1), "--fsize=unlimited:"),
                "TurnpikeAuditDropping",
                "TurnpikeAuditValuesDropping");
        lookout.see(
                "one node stands still for a second, again and again",
                SOON,
                () -> extra.add(caller.steadily(0.4, () -> {
                    scene.node(1).pause();
                    Patience.rest(Duration.ofMillis(1_200));
                    scene.node(1).resume();
                    return CompletableFuture.completedFuture("");
                })),
                () -> {
                    stop(extra);
                    Patience.rest(Duration.ofSeconds(3));
                    scene.node(1).resume();
                },
                "TurnpikeAddedLatencyHigh",
                "TurnpikeEventLoopBlocked");
        lookout.see(
                "PostgreSQL is killed",
                SOON,
                scene.store()::kill,
                () -> {
                    scene.store().start();
                    scene.cluster().awaitStored();
                },
                "TurnpikeStoreDown",
                "TurnpikeStoreLag");
        lookout.see(
                "the collector of audit records answers HTTP 503",
                LATER,
                () -> {},
                () -> scene.surroundings().collector(/* fails= */ false),
                "TurnpikeAuditExportDropping");
        lookout.see(
                "slow calls with 3 MB of arguments pile up",
                SOON,
                () -> extra.add(heavy(scene)),
                () -> stop(extra),
                "TurnpikeHeapNearlyFull");
        stop(List.of(usual));
    }

    /** Three nodes with a store, which are killed. */
    private void killed(Scene scene, Lookout lookout) {
        Future<?> usual = scene.caller().steadily(USUAL_RATE, scene.agents(), Scene.USUAL);
        List<Future<?>> extra = new ArrayList<>();
        lookout.see(
                "a node is killed",
                SOON,
                () -> scene.node(2).kill(),
                () -> restart(scene, 2),
                "TurnpikeNodeDown",
                "TurnpikeClusterShort");
        lookout.see(
                "two nodes of three are killed at once",
                SOON,
                () -> {
                    scene.node(1).kill();
                    scene.node(2).kill();
                    extra.add(scene.caller().steadily(5, scene.agents(0), List.of("ample")));
                },
                () -> {
                    stop(extra);
                    restart(scene, 1, 2);
                },
                "TurnpikeQuorumLost",
                "TurnpikeNodeNotReady",
                "TurnpikeStateUnavailable",
                "TurnpikeApprovalsUntended",
                "TurnpikePartitionsUnsafe",
                "TurnpikeShardsLost",
                "TurnpikeBalancerWithoutNodes");
        stop(List.of(usual));
        lookout.see("all nodes are killed", SOON, scene.cluster()::kill, () -> {}, "TurnpikeDown");
    }

    /** Three nodes whose network is cut. */
    private void networked(Scene scene, Lookout lookout) {
        Future<?> usual = scene.caller().steadily(USUAL_RATE, scene.agents(), Scene.USUAL);
        lookout.see(
                "the network between one node and the others is cut",
                SOON,
                () -> scene.cluster().site().cut(0),
                () -> scene.cluster().site().heal(0),
                "TurnpikeNodesDisagree");
        stop(List.of(usual));
    }

    /** One node that rather refuses calls. */
    private void strict(Scene scene, Lookout lookout) {
        Future<?> usual = scene.caller().steadily(USUAL_RATE, scene.agents(), List.of("free"));
        lookout.see(
                "its files may not grow (prlimit), with audit-on-full refuse",
                SOON,
                () -> limit(scene.node(0), "--fsize=1:"),
                () -> limit(scene.node(0), "--fsize=unlimited:"),
                "TurnpikeAuditNotWritable");
        stop(List.of(usual));
    }

    /** One node whose certificate ends. */
    private void certified(Lookout lookout, Path directory) {
        lookout.see("its certificate ends in ten days", SOON, () -> {}, () -> {}, "TurnpikeCertificateExpiring");
        lookout.see(
                "it gets one that ends in a day",
                SOON,
                () -> Scene.certify(directory, /* days= */ 1),
                () -> Scene.certify(directory, /* days= */ 90),
                "TurnpikeCertificateEnding");
    }

    private static Future<?> heavy(Scene scene) {
        String more = ",\"text\":\"" + "x".repeat(3_000_000) + "\"";
        return scene.caller().steadily(4, () -> scene.caller().call(scene.agents(0), "slow", more));
    }

    private static void restart(Scene scene, int... nodes) {
        for (int node : nodes) {
            scene.node(node).start();
        }
        scene.cluster().awaitWhole();
    }

    private static void decideAll(Scene scene) {
        String waiting = scene.caller()
                .read(scene.management(0), "/approvals?state=pending")
                .join();
        try {
            for (var approval : new ObjectMapper().readTree(waiting).findValues("id")) {
                scene.caller()
                        .operate(scene.management(0), "/approvals/" + approval.asText() + "/deny", "{}")
                        .join();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void limit(NodeProcess node, String limit) {
        Tool.run("prlimit", "--pid", Long.toString(node.pid()), limit);
    }

    private static long openFiles(NodeProcess node) {
        try (var files = Files.list(Path.of("/proc", Long.toString(node.pid()), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mostFiles(NodeProcess node) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.strip().split(" +", -1)[4])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    private static void stop(List<Future<?>> running) {
        running.forEach(each -> each.cancel(/* mayInterruptIfRunning= */ false));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
