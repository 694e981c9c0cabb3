package dev.turnpike.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what is wrong with one document; confined to one reading of it. */
final class Problems {
    private final List<Problem> gathered = new ArrayList<>();
    private int errors;

    void add(Problem problem) {
        errors += problem.isError() ? 1 : 0;
        if (gathered.size() < Caps.PROBLEMS) {
            gathered.add(problem);
        } else if (gathered.size() == Caps.PROBLEMS) {
            gathered.add(Problem.error("", "there are more problems than these " + Caps.PROBLEMS));
            errors++;
        }
    }

    void error(String pointer, String message) {
        add(Problem.error(pointer, message));
    }

    void error(String pointer, String message, String hint) {
        add(Problem.error(pointer, message).hint(hint));
    }

    void error(String pointer, String message, Optional<String> hint) {
        Problem problem = Problem.error(pointer, message);
        add(hint.map(problem::hint).orElse(problem));
    }

    void warn(String pointer, String message) {
        add(Problem.warning(pointer, message));
    }

    void warn(String pointer, String message, Optional<String> hint) {
        Problem problem = Problem.warning(pointer, message);
        add(hint.map(problem::hint).orElse(problem));
    }

    boolean hasErrors() {
        return errors > 0;
    }

    /**
     * The problems, each with the place of its value or of the nearest value around it.
     *
     * @param base JSON Pointer of the document in the text
     */
    List<Problem> located(String base, Map<String, Problem.Place> places) {
        return gathered.stream()
                .map(problem -> problem.below(base))
                .map(problem -> located(problem, places))
                .toList();
    }

    private static Problem located(Problem problem, Map<String, Problem.Place> places) {
        String pointer = problem.pointer();
        Problem.Place place = places.get(pointer);
        while (place == null && !pointer.isEmpty()) {
            pointer = pointer.substring(0, pointer.lastIndexOf('/'));
            place = places.get(pointer);
        }
        return place == null ? problem : problem.at(place);
    }
}
