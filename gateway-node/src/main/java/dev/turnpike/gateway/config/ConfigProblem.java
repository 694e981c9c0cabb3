package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.policy.Problem;

/**
 * One thing that is wrong with a setting or a document. Never holds a secret: what stands where a secret was expected
 * is not repeated.
 *
 * @param source where it was written: {@code alice.yaml}, {@code alice.yaml#2} (the second document of a file),
 *     {@code --agent-port}, {@code TURNPIKE_GRID}
 * @param problem what it is, with a JSON Pointer into the source
 */
public record ConfigProblem(String source, Problem problem) {
    public ConfigProblem {
        requireNonNull(source, "source");
        requireNonNull(problem, "problem");
    }

    /** Whether the source cannot be used for it. */
    public boolean isError() {
        return problem.isError();
    }

    /** One line: {@code alice.yaml#2 /token: not a reference to a secret; …}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(source);
        if (!problem.pointer().isEmpty()) {
            line.append(' ').append(problem.pointer());
        }
        problem.place().ifPresent(place -> line.append(" (").append(place).append(')'));
        line.append(": ").append(problem.message());
        problem.hint().ifPresent(hint -> line.append("; ").append(hint));
        return line.toString();
    }
}
