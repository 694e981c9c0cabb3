package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Circumstances;
import dev.turnpike.loadtest.proof.load.CallBook;
import dev.turnpike.loadtest.proof.load.Editors;
import dev.turnpike.loadtest.proof.load.Petitioner;
import dev.turnpike.loadtest.proof.load.Target;
import dev.turnpike.loadtest.proof.site.Cluster;
import dev.turnpike.loadtest.proof.site.NodeProcess;
import dev.turnpike.loadtest.proof.site.Patience;
import dev.turnpike.loadtest.proof.site.Postgres;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a scenario plays: the cluster under load, and what is to be known of it afterwards. */
final class Stage {
    /** For the balancer to notice that a node is there again. */
    private static final Duration BALANCER = Duration.ofSeconds(1);

    private static final Duration LEAST_LEAD = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Plan plan;
    private final CallBook book;
    private final Optional<Postgres> store;
    private final long beganNanos = System.nanoTime();
    private final Map<String, Long> marks = new LinkedHashMap<>();
    private Circumstances circumstances = Circumstances.CALM;

    Stage(Cluster cluster, Plan plan, CallBook book, Optional<Postgres> store) {
        this.cluster = cluster;
        this.plan = plan;
        this.book = book;
        this.store = store;
    }

    CallBook book() {
        return book;
    }

    /** The nodes' database, for a scenario that needs one. */
    Postgres store() {
        return store.orElseThrow();
    }

    /** Where operators ask the nodes. */
    List<Target> management() {
        return cluster.nodes().stream()
                .map(node -> new Target(node.place().host(), node.place().managementPort()))
                .toList();
    }

    /** People who begin to change documents. */
    Editors editors() {
        return Editors.start(management());
    }

    /** An agent that begins to ask, and its person. */
    Petitioner petitioner() {
        List<Target> nodes = cluster.nodes().stream()
                .map(node -> new Target(node.place().host(), node.place().agentPort()))
                .toList();
        return Petitioner.start(book, nodes, management());
    }

    Cluster cluster() {
        return cluster;
    }

    NodeProcess node(int index) {
        return cluster.nodes().get(Math.floorMod(index, cluster.nodes().size()));
    }

    Plan plan() {
        return plan;
    }

    Circumstances circumstances() {
        return circumstances;
    }

    void circumstances(Circumstances now) {
        circumstances = now;
    }

    /** Whether there is time for more of the same. */
    boolean goesOn() {
        return System.nanoTime() - beganNanos < plan.load().toNanos();
    }

    void rest(Duration time) {
        Patience.rest(time);
    }

    /** Lets the agents call for a while before anything happens. */
    void lead() {
        Duration sixth = plan.load().dividedBy(6);
        rest(sixth.compareTo(LEAST_LEAD) > 0 ? sixth : LEAST_LEAD);
    }

    /** Waits until the cluster is whole and the balancer knows; returns that moment, in epoch milliseconds. */
    long recovered() {
        cluster.awaitWhole();
        rest(BALANCER);
        return System.currentTimeMillis();
    }

    /** Lets the agents call until windows that began after the trouble have ended. */
    void tail() {
        rest(plan.window().multipliedBy(2));
    }

    /** Remembers when something happened. */
    void mark(String what) {
        marks.put(what, System.currentTimeMillis());
    }

    long millisOf(String what) {
        return marks.getOrDefault(what, Long.MAX_VALUE);
    }

    /** The moment that all trouble was over, excused until then. */
    void excuseOutages(boolean retriesHeal) {
        circumstances = circumstances.withOutagesUntil(recovered(), retriesHeal);
    }
}
