package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Circumstances;
import dev.turnpike.loadtest.proof.judge.Finding;
import dev.turnpike.loadtest.proof.judge.History;
import dev.turnpike.loadtest.proof.judge.Judge;
import dev.turnpike.loadtest.proof.load.Agents;
import dev.turnpike.loadtest.proof.load.Askers;
import dev.turnpike.loadtest.proof.load.CallBook;
import dev.turnpike.loadtest.proof.load.CountingUpstream;
import dev.turnpike.loadtest.proof.load.Demand;
import dev.turnpike.loadtest.proof.load.Target;
import dev.turnpike.loadtest.proof.site.Cluster;
import dev.turnpike.loadtest.proof.site.Patience;
import dev.turnpike.loadtest.proof.site.Postgres;
import dev.turnpike.loadtest.proof.site.ProofException;
import dev.turnpike.loadtest.proof.site.Site;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A cluster and the upstream behind it, for scenarios that play one after the other. */
final class Theatre implements AutoCloseable {
    private static final long WARM_CALLS = 5_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);
    private static final Duration LAST_RECORDS = Duration.ofSeconds(1);

    private final Plan plan;
    private final Vertx vertx = Vertx.vertx();
    private final CallBook book = new CallBook();
    private final AuditTrail trail = new AuditTrail();
    /** What has been opened, the last first. */
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();

    private final Optional<Postgres> store;
    private final Cluster cluster;

    /**
     * A theatre in which nothing runs yet.
     *
     * @param scenarios all that may play in it
     * @param build the command that runs its nodes
     * @param stored whether the nodes keep what they know in a database
     * @param directory for documents, logs and audit files
     */
    Theatre(Plan plan, Site site, List<Scenario> scenarios, List<String> build, boolean stored, Path directory) {
        this.plan = plan;
        open.push(() -> vertx.close().await());
        open.push(site);
        CountingUpstream upstream = CountingUpstream.start(vertx, site.host(), book);
        List<Demand> demands = new ArrayList<>(plan.warmUp());
        scenarios.forEach(scenario -> demands.addAll(scenario.demands(plan)));
        Path resources = Documents.write(directory.resolve("resources"), site.host(), upstream.port(), demands);
        store = stored
                ? Optional.of(Postgres.start(directory.resolve("postgres"), directory.resolve("postgres.log")))
                : Optional.empty();
        store.ifPresent(open::push);
        cluster = Cluster.of(site, build, settings(resources), directory);
        open.push(cluster);
    }

    /** Starts the cluster, and returns when it is whole and warm. */
    void start() {
        cluster.start();
        try (Agents agents = Agents.start(vertx, book, plan.warmUp(), List.of(balancer()), 1, plan.seed())) {
            Patience.rest(WARM_UP, () -> book.answered() < WARM_CALLS);
            halt(agents);
        }
    }

    /** Plays one scenario, and judges it. One that cannot be played to its end has failed. */
    Result play(Scenario scenario) {
        long began = System.nanoTime();
        Stage stage = new Stage(cluster, plan, book, store);
        List<Demand> demands = scenario.demands(plan);
        List<Check> checks = new ArrayList<>(playUnderLoad(scenario, stage, demands));
        checks.addAll(playEpilogue(scenario, stage, demands));
        History history = history(demands);
        checks.addAll(scenario.checks(stage, history));
        List<Finding> findings = demands.stream()
                .map(demand -> Judge.judge(demand.limit(), history, stage.circumstances()))
                .toList();
        return new Result(scenario, Duration.ofNanos(System.nanoTime() - began), findings, checks);
    }

    private List<Check> playUnderLoad(Scenario scenario, Stage stage, List<Demand> demands) {
        List<Check> checks = new ArrayList<>();
        List<Target> targets = targets(scenario);
        try (Askers askers = Askers.start(vertx, book, targets, stage.management());
                Agents agents = Agents.start(vertx, book, demands, targets, scenario.copies(), plan.seed())) {
            try {
                scenario.play(stage);
            } catch (ProofException failure) {
                checks.add(new Check("played to its end", String.valueOf(failure.getMessage()), false));
            }
            askers.halt();
            halt(agents);
            Patience.rest(LAST_RECORDS);
            checks.add(approvals(askers, stage.circumstances()));
        }
        return checks;
    }

    private List<Check> playEpilogue(Scenario scenario, Stage stage, List<Demand> demands) {
        try {
            Duration again = scenario.epilogue(stage);
            if (again.isZero()) {
                return List.of();
            }
            try (Agents agents =
                    Agents.start(vertx, book, demands, targets(scenario), scenario.copies(), plan.seed())) {
                Patience.rest(again);
                halt(agents);
                Patience.rest(LAST_RECORDS);
            }
            return List.of();
        } catch (ProofException failure) {
            return List.of(new Check("played to its very end", String.valueOf(failure.getMessage()), false));
        }
    }

    /** Of calls that need a person, each that was approved may run once; under faults some get no answer. */
    private Check approvals(Askers askers, Circumstances circumstances) {
        long wrong = askers.wrong(book.arrivals());
        return new Check(
                "approved calls that ran, and ran twice or unapproved",
                askers.ran() + " of " + askers.approved() + ", " + wrong,
                wrong == 0 && (askers.ran() > 0 || !circumstances.equals(Circumstances.CALM)));
    }

    private void halt(Agents agents) {
        agents.halt();
        Patience.until("every call has its answer", LAST_ANSWERS, () -> book.underWay() == 0);
    }

    private Map<String, String> settings(Path resources) {
        Map<String, String> settings = new HashMap<>(plan.settings());
        settings.put("resources", resources.toString());
        settings.put("admin-token", "file:" + person(resources.resolveSibling("person")));
        store.ifPresent(database -> {
            settings.put("store", database.address());
            settings.put("store-user", Postgres.USER);
            settings.put("audit-before-answer", "true"); // or the records of the last moments would be missing
        });
        return settings;
    }

    private static Path person(Path file) {
        try {
            return Files.writeString(file, Askers.PERSON).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Target balancer() {
        return new Target(cluster.site().host(), cluster.balancerPort());
    }

    private List<Target> targets(Scenario scenario) {
        List<Target> targets = new ArrayList<>(List.of(balancer()));
        if (scenario.callsNodesDirectly()) {
            cluster.nodes()
                    .forEach(node -> targets.add(
                            new Target(node.place().host(), node.place().agentPort())));
        }
        return targets;
    }

    private History history(List<Demand> demands) {
        cluster.nodes().forEach(node -> trail.readOn(node.name(), node.audits()));
        Set<String> grants = new HashSet<>();
        demands.forEach(demand -> grants.add(demand.limit().grant()));
        return new History(book.sent(), book.arrivals(), trail.spends(), trail.refusals()).of(grants);
    }

    @Override
    public void close() {
        for (AutoCloseable part = open.poll(); part != null; part = open.poll()) {
            try {
                part.close();
            } catch (Exception failure) {
                System.err.println("something of the proof did not close: " + failure);
            }
        }
    }
}
