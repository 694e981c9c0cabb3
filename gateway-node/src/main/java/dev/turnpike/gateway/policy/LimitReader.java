package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the lists of limits of one policy, and sees to it that a counter has one window. */
final class LimitReader {
    private static final Set<String> FIELDS = Set.of(
            "counter",
            "window",
            "max",
            "scope",
            "cost",
            "increment_from",
            "algorithm",
            "on_deny",
            "on_state_loss",
            "mode");
    private static final Set<String> RATE_FIELDS = Set.of("max", "window");

    /** Where a counter was met first, and what was said of it there. */
    private record Met(Window window, Algorithm algorithm, String pointer) {}

    private final boolean shadow;
    private final Map<String, Met> counters = new HashMap<>();

    /** @param shadow whether the whole policy is in shadow */
    LimitReader(boolean shadow) {
        this.shadow = shadow;
    }

    /** @param owner JSON Pointer of the rules that the list belongs to */
    List<Charging> read(Entry list, String owner) {
        List<Charging> chargings = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        list.elements(Caps.LIMITS, entry -> limit(entry, owner, names).ifPresent(chargings::add));
        return chargings;
    }

    private Optional<Charging> limit(Entry entry, String owner, Map<String, Integer> names) {
        if (!entry.isObject(FIELDS)) {
            return Optional.empty();
        }
        Optional<String> counter = counter(entry.field("counter"));
        Optional<Window> window = WindowReader.window(entry.field("window"));
        if (!entry.field("window").isPresent()) {
            entry.field("window").missing(WindowReader.EXPECTED);
        }
        OptionalLong max = max(entry.field("max"));
        Optional<Increment> increment = increment(entry);
        Scope scope = entry.field("scope").word(Scope.values()).orElse(Scope.GRANT);
        Algorithm algorithm = entry.field("algorithm").word(Algorithm.values()).orElse(Algorithm.FIXED);
        OnStateLoss loss =
                entry.field("on_state_loss").word(OnStateLoss.values()).orElse(OnStateLoss.DENY);
        boolean observing = entry.field("mode").word(Mode.values()).orElse(Mode.ENFORCE) == Mode.SHADOW;
        Optional<String> onDeny = entry.field("on_deny").text(Caps.SENTENCE);
        if (counter.isEmpty() || window.isEmpty() || max.isEmpty() || increment.isEmpty()) {
            return Optional.empty();
        }
        meet(entry, counter.get(), window.get(), algorithm);
        int count = names.merge(counter.get(), 1, Integer::sum);
        String rule = Pointer.child(owner + "/limits", count == 1 ? counter.get() : counter.get() + "-" + count);
        Limit limit = new Limit(
                counter.get(),
                window.get(),
                algorithm,
                max.getAsLong(),
                scope,
                loss,
                shadow || observing,
                rule,
                onDeny);
        return Optional.of(new Charging(limit, increment.get(), observing));
    }

    /** The shorthand: {@code "10/minute"} or {@code {"max": 10, "window": 60}}, for each session. */
    Optional<Charging> rate(Entry entry, String owner) {
        if (!entry.isPresent()) {
            return Optional.empty();
        }
        Optional<Rate> rate = entry.node().isTextual() ? RateText.parse(entry) : rateObject(entry);
        return rate.map(parts -> {
            String counter = "_rate_" + parts.name();
            meet(entry, counter, parts.window(), Algorithm.FIXED);
            Limit limit = new Limit(
                    counter,
                    parts.window(),
                    Algorithm.FIXED,
                    parts.maxMicros(),
                    Scope.SESSION,
                    OnStateLoss.DENY,
                    shadow,
                    Pointer.child(owner + "/limits", counter),
                    Optional.empty());
            return new Charging(limit, Increment.cost(Charge.MICROS), /* observing= */ false);
        });
    }

    private static Optional<Rate> rateObject(Entry entry) {
        if (!entry.isObject(RATE_FIELDS)) {
            return Optional.empty();
        }
        Entry window = entry.field("window");
        Optional<Window> parsed = WindowReader.window(window);
        if (!window.isPresent()) {
            window.missing(WindowReader.EXPECTED);
        }
        OptionalLong max = max(entry.field("max"));
        return parsed.isEmpty() || max.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Rate(max.getAsLong(), parsed.get(), window.node().asText()));
    }

    private static Optional<String> counter(Entry entry) {
        if (!entry.isPresent()) {
            entry.missing("the counter's name");
        }
        Optional<String> name = entry.text(Caps.COUNTER);
        if (name.isPresent() && name.get().chars().anyMatch(Character::isISOControl)) {
            entry.problems().error(entry.pointer(), "has a control character in it");
            return Optional.empty();
        }
        return name;
    }

    private static OptionalLong max(Entry entry) {
        if (!entry.isPresent()) {
            entry.missing("a number from 0");
        }
        return entry.micros();
    }

    private static Optional<Increment> increment(Entry entry) {
        Entry cost = entry.field("cost");
        Entry from = entry.field("increment_from");
        if (cost.isPresent() && from.isPresent()) {
            entry.problems()
                    .error(entry.pointer(), "has both `cost` and `increment_from`", "keep the one that is meant");
            return Optional.empty();
        }
        if (cost.isPresent()) {
            OptionalLong micros = cost.micros();
            return micros.isPresent() ? Optional.of(Increment.cost(micros.getAsLong())) : Optional.empty();
        }
        if (!from.isPresent()) {
            return Optional.of(Increment.cost(Charge.MICROS));
        }
        Optional<ArgumentPath> path = ConditionReader.path(from);
        if (path.isPresent() && !path.get().namesOneValue()) {
            from.problems().error(from.pointer(), "names many values with `[*]` (expected: a path to one number)");
            return Optional.empty();
        }
        return path.map(Increment::from);
    }

    private void meet(Entry entry, String counter, Window window, Algorithm algorithm) {
        Met first = counters.putIfAbsent(counter, new Met(window, algorithm, entry.pointer()));
        if (first != null && !first.window().equals(window)) {
            entry.problems()
                    .error(
                            entry.field("window").pointer(),
                            "the counter `" + Entry.shown(counter) + "` has another window at " + first.pointer(),
                            "one counter has one window: rename one of them");
        } else if (first != null && first.algorithm() != algorithm) {
            entry.problems()
                    .warn(
                            entry.field("algorithm").pointer(),
                            "the counter `" + Entry.shown(counter) + "` has another algorithm at " + first.pointer()
                                    + ", so the two are counted apart");
        }
    }
}
