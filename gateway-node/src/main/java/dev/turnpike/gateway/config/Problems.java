package dev.turnpike.gateway.config;

import dev.turnpike.gateway.policy.Problem;
import dev.turnpike.gateway.policy.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Everything that was found wrong so far. Confined to one reading. */
final class Problems {
    private final List<ConfigProblem> found = new ArrayList<>();

    void add(String source, String pointer, String message, String hint) {
        add(source, pointer, message, Optional.of(hint), Optional.empty());
    }

    void add(SettingText setting, String message, String hint) {
        add(setting.source(), setting.pointer(), message, Optional.of(hint), setting.place());
    }

    /** Adds what is wrong in a document, with its place in the text. */
    void add(StrictText.Part part, String pointer, String message, Optional<String> hint) {
        add(part.source(), pointer, message, hint, part.place(pointer));
    }

    /** Adds what is wrong in a document, and what would help. */
    void add(StrictText.Part part, String pointer, String message, String hint) {
        add(part, pointer, message, Optional.of(hint));
    }

    /** A setting that does not exist. */
    void addUnknown(String source, String what, String name, Collection<String> known) {
        add(source, "", unknown(what, name), Suggestion.forWord(name, known), Optional.empty());
    }

    /** Something that does not exist, and stands in a document. */
    void addUnknown(StrictText.Part part, String pointer, String what, String name, Collection<String> known) {
        add(part, pointer, unknown(what, name), Suggestion.forWord(name, known));
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

    private static String unknown(String what, String name) {
        return "unknown " + what + " `" + Quoted.of(name) + "`";
    }
}
