package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.loadtest.proof.site.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads Prometheus' alerts until those fire that should. */
final class Lookout {
    /** The longest of the last minutes is remembered for so long. */
    private static final Duration QUIET = Duration.ofMinutes(4);

    private static final Duration START = Duration.ofSeconds(10);

    /** No trouble from outside is to cause it. */
    private static final String FAULT = "TurnpikeInternalErrors";

    private final Prometheus prometheus;
    private final Consumer<Sighting> news;
    private final Map<Trouble, Long> began = new HashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();

    Lookout(Prometheus prometheus, Consumer<Sighting> news) {
        this.prometheus = prometheus;
        this.news = news;
    }

    List<Sighting> sightings() {
        return sightings;
    }

    /** What fires now, with its summary. */
    Map<String, String> firing() {
        Map<String, String> firing = new TreeMap<>();
        for (JsonNode alert : prometheus.alerts()) {
            if (alert.path("state").asText().equals("firing")) {
                firing.put(
                        alert.at("/labels/alertname").asText(),
                        alert.at("/annotations/summary").asText());
            }
        }
        return firing;
    }

    /** Lets nodes that have just started get going, and then looks for a while whether anything fires without trouble. */
    void seeNothing(Duration time) {
        Patience.rest(START);
        Patience.rest(QUIET, () -> !firing().isEmpty());
        Map<String, String> fired = new TreeMap<>();
        Patience.rest(time, () -> {
            fired.putAll(firing());
            return true;
        });
        fired.forEach((alert, summary) -> add(new Sighting(alert, "none: it should not", Optional.empty(), summary)));
        if (fired.isEmpty()) {
            add(new Sighting("(none)", "none, for " + time.toSeconds() + " s", Optional.of(Duration.ZERO), ""));
        }
    }

    private void add(Sighting sighting) {
        sightings.add(sighting);
        news.accept(sighting);
    }

    /**
     * Makes a trouble, if it is not there already.
     *
     * @return when it began, by {@link System#nanoTime()}
     */
    long begin(Trouble trouble, Scene scene) {
        return began.computeIfAbsent(trouble, fresh -> {
            Patience.rest(QUIET, () -> firing().keySet().stream().anyMatch(fresh.alerts()::contains));
            long now = System.nanoTime();
            fresh.make().accept(scene);
            return now;
        });
    }

    /** Makes a trouble, waits until its alerts fire, and undoes it. */
    void see(Trouble trouble, Scene scene) {
        long start = begin(trouble, scene);
        Map<String, Sighting> seen = new TreeMap<>();
        Patience.rest(trouble.longest(), () -> {
            firing().forEach((alert, summary) -> {
                Duration after = Duration.ofNanos(System.nanoTime() - start);
                if (trouble.alerts().contains(alert)) {
                    seen.putIfAbsent(alert, new Sighting(alert, trouble.what(), Optional.of(after), summary));
                } else if (alert.equals(FAULT)) {
                    seen.putIfAbsent(
                            alert, new Sighting(alert, trouble.what() + ": it should not", Optional.empty(), summary));
                }
            });
            return !seen.keySet().containsAll(trouble.alerts());
        });
        trouble.alerts()
                .forEach(alert -> seen.putIfAbsent(alert, new Sighting(alert, trouble.what(), Optional.empty(), "")));
        seen.values().forEach(this::add);
        trouble.undo().accept(scene);
    }
}
