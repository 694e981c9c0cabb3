package dev.turnpike.loadtest.watch;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that goes wrong in a scene, and the alerts that must tell of it.
 *
 * @param longest to wait for them
 * @param early whether it begins before all others of its scene, and is looked for in its turn
 * @param undo may do nothing
 */
record Trouble(
        String what, Duration longest, boolean early, List<String> alerts, Consumer<Scene> make, Consumer<Scene> undo) {
    private static final Duration SOON = Duration.ofMinutes(3);

    static Trouble of(String what, Consumer<Scene> make, Consumer<Scene> undo, String... alerts) {
        return new Trouble(what, SOON, /* early= */ false, List.of(alerts), make, undo);
    }

    /** What is so already when the scene begins. */
    static Trouble from(String what, String... alerts) {
        return of(what, scene -> {}, scene -> {}, alerts);
    }

    /** The same, for which others need not wait. */
    Trouble early(Duration takes) {
        return new Trouble(what, takes, /* early= */ true, alerts, make, undo);
    }
}
