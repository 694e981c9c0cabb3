package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.site.Cluster;
import dev.turnpike.loadtest.proof.site.Loopback;
import dev.turnpike.loadtest.proof.site.Namespaces;
import dev.turnpike.loadtest.proof.site.ProofException;
import dev.turnpike.loadtest.proof.site.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Plays scenarios on clusters of its own: one for all that leave it whole. */
final class Proof implements AutoCloseable {
    private final Plan plan;
    private final Path directory;
    private volatile Optional<Theatre> theatre = Optional.empty();
    private int theatres;
    private boolean closed;

    /** @param directory for documents, logs and audit files */
    Proof(Plan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
    }

    /**
     * Plays all, those that need a database and those that need networks last.
     *
     * @param each gets every result as soon as it is there
     * @throws ProofException if something is missing, or a cluster cannot be started
     */
    List<Result> run(List<Scenario> scenarios, Consumer<Result> each) {
        checkMachine(scenarios);
        List<Result> results = new ArrayList<>();
        for (Needs needs : Needs.values()) {
            List<Scenario> alike = scenarios.stream()
                    .filter(scenario -> Needs.of(scenario) == needs)
                    .toList();
            for (Scenario scenario : alike) {
                Result result = theatre(needs, alike, scenario.build()).play(scenario);
                results.add(result);
                each.accept(result);
                if (scenario.leavesTraces() || !result.holds()) {
                    leave();
                }
            }
            leave();
        }
        return results;
    }

    /** Says at once what is missing, rather than after minutes. */
    private static void checkMachine(List<Scenario> scenarios) {
        Tool.require("haproxy", "haproxy");
        if (scenarios.stream().anyMatch(Scenario::needsNetworks)) {
            new Namespaces(0).close();
        }
    }

    /** What scenarios that can share a cluster need. */
    private enum Needs {
        NOTHING,
        STORE,
        NETWORKS;

        static Needs of(Scenario scenario) {
            if (scenario.needsNetworks()) {
                return NETWORKS;
            }
            return scenario.needsStore() ? STORE : NOTHING;
        }
    }

    private Theatre theatre(Needs needs, List<Scenario> scenarios, List<String> build) {
        if (theatre.isPresent()) {
            return theatre.get();
        }
        Theatre opened = open(needs, scenarios, build);
        opened.start(); // takes long, and a stop must not wait for it
        return opened;
    }

    private synchronized Theatre open(Needs needs, List<Scenario> scenarios, List<String> build) {
        if (closed) {
            throw new ProofException("stopped");
        }
        theatres++;
        Theatre opened = new Theatre(
                plan,
                needs == Needs.NETWORKS ? new Namespaces(Cluster.NODES) : new Loopback(Cluster.NODES),
                scenarios,
                build,
                needs == Needs.STORE,
                directory.resolve("cluster-" + theatres));
        theatre = Optional.of(opened);
        return opened;
    }

    private synchronized void leave() {
        theatre.ifPresent(Theatre::close);
        theatre = Optional.empty();
    }

    /** Ends every process and removes every network that it made, also in the midst of a run. */
    @Override
    public synchronized void close() {
        closed = true;
        leave();
    }
}
