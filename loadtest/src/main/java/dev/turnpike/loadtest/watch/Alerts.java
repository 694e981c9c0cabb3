package dev.turnpike.loadtest.watch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loadtest/watch alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = {
            "Makes trouble for real clusters, and looks in a real Prometheus whether the alerts fire. Ends with 0 if all do,"
                    + " and none without trouble; with 1 if not.",
            "Needs root, prometheus, haproxy, iproute2 and openssl. Takes about a quarter of an hour. Waiting times and rates of the"
                    + " rules are shortened, thresholds are not."
        })
final class Alerts implements Callable<Integer> {
    private static final Duration CALM = Duration.ofSeconds(45);
    private static final int USUAL_RATE = 15;
    private static final String NOTHING = "calm";
    private static final String ROW = "%-29s %-64s %8s  %s%n";

    private final Path root;
    private final PrintStream out;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "For logs and data (default: a temporary one, which is kept).")
    private @Nullable Path directory;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "Alerts, and scenes: stored, killed, networked, exposed, strict, certified, small, broken; `calm` for the"
                            + " look at a cluster without trouble (default: all).")
    private List<String> names = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    Alerts(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Set<String> wanted = wanted();
        boolean calm = names.isEmpty() || names.contains(NOTHING) || names.contains(Play.FIRST.name());
        Path work = directory == null ? Files.createTempDirectory("turnpike-watch-") : directory.toAbsolutePath();
        out.printf(ROW, "alert", "trouble", "after", "summary");
        List<Sighting> sightings = new ArrayList<>();
        for (Play play : Play.ALL) {
            boolean calmFirst = calm && play.equals(Play.FIRST);
            List<Trouble> troubles = play.of(wanted);
            if (calmFirst || !troubles.isEmpty()) {
                sightings.addAll(play(play, troubles, calmFirst, work.resolve(play.name())));
            }
        }
        out.println("logs and data: " + work);
        return verdict(wanted, sightings) ? 0 : 1;
    }

    /** The alerts that were named, and those of the scenes that were; all if nothing was. */
    private Set<String> wanted() throws IOException {
        Set<String> all = all();
        if (names.isEmpty()) {
            return all;
        }
        Set<String> wanted = new TreeSet<>(names);
        wanted.remove(NOTHING);
        for (Play play : Play.ALL) {
            if (wanted.remove(play.name())) {
                wanted.addAll(play.alerts());
            }
        }
        for (String name : wanted) {
            if (!all.contains(name)) {
                throw new ParameterException(
                        requireNonNull(spec).commandLine(), "there is neither an alert nor a scene `" + name + "`");
            }
        }
        return wanted;
    }

    private List<Sighting> play(Play play, List<Trouble> troubles, boolean calmFirst, Path directory) {
        try (Scene scene = Scene.start(
                play.kind(), play.settings(), root.resolve("deploy/prometheus/rules"), Hurried::rules, directory)) {
            Lookout lookout = new Lookout(scene.prometheus(), this::print);
            if (!play.use().isEmpty()) {
                scene.always(scene.caller().steadily(USUAL_RATE, scene.agents(), play.use()));
            }
            if (calmFirst) {
                lookout.seeNothing(CALM);
            }
            troubles.stream().filter(Trouble::early).forEach(trouble -> lookout.begin(trouble, scene));
            troubles.stream()
                    .sorted(Comparator.comparing(Trouble::early))
                    .forEach(trouble -> lookout.see(trouble, scene));
            return lookout.sightings();
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

    private boolean verdict(Set<String> wanted, List<Sighting> sightings) {
        Set<String> missing = new TreeSet<>(wanted);
        sightings.forEach(sighting -> missing.remove(sighting.alert()));
        missing.forEach(alert -> out.printf(ROW, alert, "no trouble is known that brings it about", "-", ""));
        return missing.isEmpty()
                && sightings.stream().allMatch(sighting -> sighting.after().isPresent());
    }

    private Set<String> all() throws IOException {
        Set<String> names = new TreeSet<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(root.resolve("deploy/prometheus/rules/alerts.yml").toFile())
                .findValues("alert")
                .forEach(name -> names.add(name.asText()));
        return names;
    }
}
