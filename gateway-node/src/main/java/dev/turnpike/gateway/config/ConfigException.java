package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Settings or documents that cannot be used, with everything that is wrong with them; carries no stack trace. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        super(
                problems.stream().map(ConfigProblem::toString).collect(joining("\n")),
                /* cause= */ null,
                /* enableSuppression= */ false,
                /* writableStackTrace= */ false);
        this.problems = List.copyOf(problems);
    }

    /** All of them, at least one, in the order of the documents. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
