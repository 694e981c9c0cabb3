package dev.turnpike.gateway.config;

import dev.turnpike.gateway.policy.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Everything that was found wrong so far. Confined to one reading. */
final class Problems {
    private final List<ConfigProblem> found = new ArrayList<>();

    void add(String source, String pointer, String message) {
        add(source, pointer, message, Optional.empty(), Optional.empty());
    }

    void add(String source, String pointer, String message, String hint) {
        add(source, pointer, message, Optional.of(hint), Optional.empty());
    }

    void addAt(String source, Problem.Place place, String message) {
        add(source, "", message, Optional.empty(), Optional.of(place));
    }

    /** A field or setting that does not exist. */
    void addUnknown(String source, String pointer, String what, String name, Collection<String> known) {
        Optional<String> hint = Suggestion.nearest(name, known).map(near -> "did you mean `" + near + "`?");
        add(source, pointer, "unknown " + what + " `" + Quoted.of(name) + "`", hint, Optional.empty());
    }

    void add(ConfigProblem problem) {
        found.add(problem);
    }

    List<ConfigProblem> errors() {
        return found.stream().filter(ConfigProblem::isError).toList();
    }

    List<ConfigProblem> warnings() {
        return found.stream().filter(problem -> !problem.isError()).toList();
    }

    /** @throws ConfigException with all errors, if there are any */
    void refuse() {
        if (!errors().isEmpty()) {
            throw new ConfigException(errors());
        }
    }

    private void add(
            String source, String pointer, String message, Optional<String> hint, Optional<Problem.Place> place) {
        found.add(new ConfigProblem(source, new Problem(Problem.Severity.ERROR, pointer, message, hint, place)));
    }
}
