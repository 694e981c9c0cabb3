package dev.turnpike.loadtest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.loadtest.proof.site.Patience;
import java.time.Duration;
import java.util.ArrayList;
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

    private final Prometheus prometheus;
    private final Consumer<Sighting> news;
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
     * Makes trouble, and waits until the alerts fire; then undoes it, and waits until they are over.
     *
     * @param longest to wait for the alerts
     * @param undo may do nothing
     */
    void see(String trouble, Duration longest, Runnable make, Runnable undo, String... alerts) {
        Patience.rest(QUIET, () -> firing().keySet().stream().anyMatch(List.of(alerts)::contains));
        long began = System.nanoTime();
        Map<String, Sighting> seen = new TreeMap<>();
        make.run();
        Patience.rest(longest, () -> {
            Map<String, String> firing = firing();
            for (String alert : alerts) {
                String summary = firing.get(alert);
                if (summary != null && !seen.containsKey(alert)) {
                    seen.put(
                            alert,
                            new Sighting(
                                    alert, trouble, Optional.of(Duration.ofNanos(System.nanoTime() - began)), summary));
                }
            }
            return seen.size() < alerts.length;
        });
        for (String alert : alerts) {
            add(seen.getOrDefault(alert, new Sighting(alert, trouble, Optional.empty(), "")));
        }
        undo.run();
    }
}
