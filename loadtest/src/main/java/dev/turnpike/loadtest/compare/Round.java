package dev.turnpike.loadtest.compare;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What was seen of all variants within one round, so close together that they can be held against each other. */
final class Round {
    /** How much load there was. */
    enum Stage {
        STEADY,
        SATURATED,
        LIGHT
    }

    private final Map<Stage, Map<String, Segment>> seen = new EnumMap<>(Stage.class);

    void put(Stage stage, String name, Segment segment) {
        seen.computeIfAbsent(stage, first -> new HashMap<>()).put(name, segment);
    }

    Segment get(Stage stage, String name) {
        Segment segment = seen.getOrDefault(stage, Map.of()).get(name);
        if (segment == null) {
            throw new IllegalArgumentException(name + " was not measured");
        }
        return segment;
    }

    Stream<Segment> segments() {
        return seen.values().stream().flatMap(stage -> stage.values().stream());
    }

    /** How many times the CPU of {@code base} a call of {@code name} took. */
    double cpuRatio(Stage stage, String name, String base) {
        return get(stage, name).cpuPer100k() / get(stage, base).cpuPer100k();
    }

    /** By how much a percentile of latency is above that of {@code base}, in milliseconds. */
    double addedMillis(String name, String base, double percentile) {
        return get(Stage.LIGHT, name).millisAt(percentile)
                - get(Stage.LIGHT, base).millisAt(percentile);
    }
}
