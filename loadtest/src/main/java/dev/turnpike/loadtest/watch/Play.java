package dev.turnpike.loadtest.watch;

import dev.turnpike.loadtest.watch.Scene.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A scene, the use that is made of it meanwhile, and what goes wrong in it, in this order.
 *
 * @param settings of the nodes, beyond the usual
 * @param use tools that are called steadily; may be none
 */
record Play(String name, Kind kind, Map<String, String> settings, List<String> use, List<Trouble> troubles) {
    /** In which it is also looked that nothing fires without trouble. */
    static final Play FIRST =
            new Play("stored", Kind.STORED, Map.of("max-requests", "128"), Scene.USUAL, Troubles.STORED);

    static final List<Play> ALL = List.of(
            FIRST,
            new Play("killed", Kind.STORED, Map.of(), Scene.USUAL, Troubles.KILLED),
            new Play("networked", Kind.NETWORKED, Map.of(), Scene.USUAL, Troubles.NETWORKED),
            new Play("exposed", Kind.EXPOSED, Map.of(), Scene.USUAL, Troubles.EXPOSED),
            new Play("strict", Kind.STRICT, Map.of(), List.of("free"), Troubles.STRICT),
            new Play("certified", Kind.CERTIFIED, Map.of(), List.of(), Troubles.CERTIFIED),
            new Play("small", Kind.SMALL, Map.of(), List.of(), Troubles.SMALL),
            new Play("broken", Kind.BROKEN, Map.of(), List.of("free"), Troubles.BROKEN));

    /** The troubles of which somebody wants to see an alert. */
    List<Trouble> of(Set<String> alerts) {
        return troubles.stream()
                .filter(trouble -> trouble.alerts().stream().anyMatch(alerts::contains))
                .toList();
    }

    /** What it brings about. */
    Set<String> alerts() {
        Set<String> alerts = new TreeSet<>();
        troubles.forEach(trouble -> alerts.addAll(trouble.alerts()));
        return alerts;
    }
}
