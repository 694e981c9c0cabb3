package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import dev.turnpike.loadtest.proof.site.Patience;
import dev.turnpike.loadtest.proof.site.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What goes wrong, by the scene in which it does. */
final class Troubles {
    private static final String NO_FILE_MAY_GROW = "--fsize=1:";
    private static final String FILES_MAY_GROW = "--fsize=unlimited:";
    /** Shorter than what an event loop's alert waits for, and than what makes a balancer give a node up. */
    private static final Duration HITCH = Duration.ofMillis(250);

    private static final Duration STANDSTILL = Duration.ofMillis(1_200);
    /** Copies of audit records are tried for a minute and a half. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(5);

    /** Three nodes with a store: nearly everything. */
    static final List<Trouble> STORED = List.of(
            Trouble.of(
                            "the collector of audit records answers HTTP 503",
                            scene -> scene.surroundings().collector(/* fails= */ true),
                            scene -> scene.surroundings().collector(/* fails= */ false),
                            "TurnpikeAuditExportDropping")
                    .early(GIVEN_UP),
            Trouble.of(
                    "a counter of ten gets nine",
                    scene -> repeat(9, () -> call(scene, "few").run()),
                    scene -> {},
                    "TurnpikeLimitNear"),
            Trouble.of(
                    "an agent calls what its policy does not list",
                    scene -> scene.meanwhile(scene.caller().steadily(150, scene.agents(), List.of("unlisted"))),
                    Scene::enough,
                    "TurnpikeMostCallsRefused"),
            Trouble.of(
                    "the upstream answers HTTP 500",
                    scene -> scene.surroundings().upstream(/* fails= */ true),
                    scene -> scene.surroundings().upstream(/* fails= */ false),
                    "TurnpikeUpstreamFailing"),
            Trouble.of(
                    "a document of no kind is put into the directory",
                    scene -> write(scene.resources().resolve("wrong.yaml"), "kind: Nothing"),
                    scene -> delete(scene.resources().resolve("wrong.yaml")),
                    "TurnpikeReloadRefused"),
            Trouble.of(
                    "a call waits for a person",
                    scene -> call(scene, "asked").run(),
                    Troubles::decideAll,
                    "TurnpikeApprovalsOld"),
            Trouble.of(
                    "the webhook answers HTTP 500",
                    scene -> {
                        scene.surroundings().webhook(/* fails= */ true);
                        scene.meanwhile(scene.caller().steadily(1, scene.agents(), List.of("asked")));
                    },
                    scene -> {
                        scene.enough();
                        scene.surroundings().webhook(/* fails= */ false);
                        decideAll(scene);
                    },
                    "TurnpikeWebhooksFailing"),
            Trouble.of(
                    "60 slow calls a second, with at most 128 at a time for each node",
                    scene -> scene.meanwhile(scene.caller().steadily(60, scene.agents(), List.of("slow"))),
                    Scene::enough,
                    "TurnpikeOverload"),
            Trouble.of(
                    "the clock of one node is a minute ahead",
                    scene -> scene.node(1).shiftClock(Duration.ofMinutes(1)),
                    scene -> scene.node(1).shiftClock(Duration.ZERO),
                    "TurnpikeClocksDiffer"),
            Trouble.of(
                    "one node may open few files (prlimit)",
                    // Again and again, because connections that are idle close.
                    scene -> scene.meanwhile(scene.caller().steadily(1, () -> {
                        limit(scene.node(1), "--nofile=" + (openFiles(scene.node(1)) + 5) + ":");
                        return CompletableFuture.completedFuture("");
                    })),
                    scene -> {
                        scene.enough();
                        Patience.rest(Duration.ofSeconds(1));
                        limit(scene.node(1), "--nofile=" + mostFiles(scene.node(1)) + ":");
                    },
                    "TurnpikeFilesNearlyOut"),
            Trouble.of(
                    "the files of one node may not grow (prlimit)",
                    scene -> limit(scene.node(1), NO_FILE_MAY_GROW),
                    scene -> limit(scene.node(1), FILES_MAY_GROW),
                    "TurnpikeAuditDropping",
                    "TurnpikeAuditValuesDropping"),
            Trouble.of(
                    "the nodes stand still for a quarter of a second, in turn",
                    scene -> scene.meanwhile(Standstill.of(scene.cluster().nodes(), HITCH)),
                    Scene::enough,
                    "TurnpikeAddedLatencyHigh"),
            Trouble.of(
                    "one node stands still for a second, again and again",
                    scene -> scene.meanwhile(Standstill.of(List.of(scene.node(1)), STANDSTILL)),
                    Scene::enough,
                    "TurnpikeEventLoopBlocked"),
            Trouble.of(
                    "PostgreSQL is killed",
                    scene -> scene.store().kill(),
                    scene -> {
                        scene.store().start();
                        scene.cluster().awaitStored();
                    },
                    "TurnpikeStoreDown",
                    "TurnpikeStoreLag"));

    /** Three nodes with a store, which are killed. */
    static final List<Trouble> KILLED = List.of(
            Trouble.of(
                    "a node is killed",
                    scene -> scene.node(2).kill(),
                    scene -> restart(scene, 2),
                    "TurnpikeNodeDown",
                    "TurnpikeClusterShort"),
            Trouble.of(
                    "two nodes of three are killed at once",
                    scene -> {
                        scene.node(1).kill();
                        scene.node(2).kill();
                        scene.meanwhile(scene.caller().steadily(5, scene.agents(0), List.of("ample")));
                    },
                    scene -> {
                        scene.enough();
                        restart(scene, 1, 2);
                    },
                    "TurnpikeQuorumLost",
                    "TurnpikeNodeNotReady",
                    "TurnpikeStateUnavailable",
                    "TurnpikeApprovalsUntended",
                    "TurnpikePartitionsUnsafe",
                    "TurnpikeShardsLost",
                    "TurnpikeBalancerWithoutNodes"),
            Trouble.of("all nodes are killed", scene -> scene.cluster().kill(), scene -> {}, "TurnpikeDown"));

    /** Three nodes whose network is cut. */
    static final List<Trouble> NETWORKED = List.of(Trouble.of(
            "the network between one node and the others is cut",
            scene -> scene.cluster().site().cut(0),
            scene -> scene.cluster().site().heal(0),
            "TurnpikeNodesDisagree"));

    /** One node that listens for others where strangers might reach it. */
    static final List<Trouble> EXPOSED =
            List.of(Trouble.from("its member port has a public address", "TurnpikeMemberPortExposed"));

    /** One node that rather refuses calls. */
    static final List<Trouble> STRICT = List.of(Trouble.of(
            "its files may not grow (prlimit), with audit-on-full refuse",
            scene -> limit(scene.node(0), NO_FILE_MAY_GROW),
            scene -> limit(scene.node(0), FILES_MAY_GROW),
            "TurnpikeAuditNotWritable"));

    /** One node whose certificate ends. */
    static final List<Trouble> CERTIFIED = List.of(
            Trouble.from("its certificate ends in ten days", "TurnpikeCertificateExpiring"),
            Trouble.of(
                    "it gets one that ends in a day",
                    scene -> scene.certify(/* days= */ 1),
                    scene -> scene.certify(/* days= */ 90),
                    "TurnpikeCertificateEnding"),
            Trouble.of(
                    "its key is replaced by something else",
                    scene -> write(scene.key(), "no key"),
                    scene -> scene.certify(/* days= */ 90),
                    "TurnpikeCertificateUnusable"));

    /** One node with little memory. */
    static final List<Trouble> SMALL = List.of(
            Trouble.of(
                    "slow calls with large arguments pile up until they fill its heap",
                    scene -> scene.meanwhile(Pile.before(scene)),
                    Scene::enough,
                    "TurnpikeHeapNearlyFull"),
            Trouble.of(
                    "slow calls fill its heap, and quick ones come on top",
                    scene -> {
                        scene.meanwhile(Pile.before(scene));
                        scene.meanwhile(Crowd.before(scene));
                    },
                    Scene::enough,
                    "TurnpikeCollectorBusy"));

    /** One node whose program was copied in part. */
    static final List<Trouble> BROKEN = List.of(Trouble.of(
            "a class is missing that it needs to judge a call",
            scene -> scene.meanwhile(scene.caller().steadily(5, scene.agents(), List.of("unlisted"))),
            Scene::enough,
            "TurnpikeInternalErrors"));

    private Troubles() {}

    private static Runnable call(Scene scene, String tool) {
        return () -> scene.caller().call(scene.agents(), tool, /* more= */ "").join();
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
