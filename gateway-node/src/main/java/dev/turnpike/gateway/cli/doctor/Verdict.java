package dev.turnpike.gateway.cli.doctor;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What came of a check; texts are one line each, for people. */
public sealed interface Verdict {
    /** Handles every case; a new one breaks the callers at compile time. */
    <T> T fold(
            Function<Ok, T> ok,
            Function<Warning, T> warning,
            Function<Problem, T> problem,
            Function<NotChecked, T> notChecked);

    /**
     * All is as it should be.
     *
     * @param text what was found
     */
    record Ok(String text) implements Verdict {
        public Ok {
            requireNonNull(text, "text");
        }

        @Override
        public <T> T fold(
                Function<Ok, T> ok,
                Function<Warning, T> warning,
                Function<Problem, T> problem,
                Function<NotChecked, T> notChecked) {
            return ok.apply(this);
        }
    }

    /**
     * It works, but something may come of it.
     *
     * @param text what was found, and what it means
     * @param mend what to do
     */
    record Warning(String text, String mend) implements Verdict {
        public Warning {
            requireNonNull(text, "text");
            requireNonNull(mend, "mend");
        }

        @Override
        public <T> T fold(
                Function<Ok, T> ok,
                Function<Warning, T> warning,
                Function<Problem, T> problem,
                Function<NotChecked, T> notChecked) {
            return warning.apply(this);
        }
    }

    /**
     * Something does not work, or is not safe.
     *
     * @param text what was found, and what it means
     * @param mend what to do
     */
    record Problem(String text, String mend) implements Verdict {
        public Problem {
            requireNonNull(text, "text");
            requireNonNull(mend, "mend");
        }

        @Override
        public <T> T fold(
                Function<Ok, T> ok,
                Function<Warning, T> warning,
                Function<Problem, T> problem,
                Function<NotChecked, T> notChecked) {
            return problem.apply(this);
        }
    }

    /**
     * It could not be found out.
     *
     * @param text why not
     */
    record NotChecked(String text) implements Verdict {
        public NotChecked {
            requireNonNull(text, "text");
        }

        @Override
        public <T> T fold(
                Function<Ok, T> ok,
                Function<Warning, T> warning,
                Function<Problem, T> problem,
                Function<NotChecked, T> notChecked) {
            return notChecked.apply(this);
        }
    }

    /**
     * The problems as one, if there are any; else the warnings as one; else {@code otherwise}.
     *
     * @param found what the parts of a check found; those that are neither do not count
     */
    static Verdict worst(List<Verdict> found, Verdict otherwise) {
        List<Problem> problems = found.stream()
                .flatMap(verdict -> verdict.fold(
                        ok -> Stream.<Problem>of(), warning -> Stream.of(), Stream::of, not -> Stream.of()))
                .toList();
        List<Warning> warnings = found.stream()
                .flatMap(verdict -> verdict.fold(
                        ok -> Stream.<Warning>of(), Stream::of, problem -> Stream.of(), not -> Stream.of()))
                .toList();
        if (!problems.isEmpty()) {
            return new Problem(
                    joined(problems.stream().map(Problem::text)),
                    joined(problems.stream().map(Problem::mend)));
        }
        return warnings.isEmpty()
                ? otherwise
                : new Warning(
                        joined(warnings.stream().map(Warning::text)),
                        joined(warnings.stream().map(Warning::mend)));
    }

    private static String joined(Stream<String> texts) {
        return texts.distinct().collect(joining("; "));
    }
}
