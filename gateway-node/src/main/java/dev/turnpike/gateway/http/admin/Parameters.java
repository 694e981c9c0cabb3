package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.mcp.Shown;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The parameters of a query, read strictly: all that is wrong is told at once. Confined to one request. */
final class Parameters {
    private static final int LIMIT = 100;
    private static final int MOST = 500;

    private final MultiMap values;
    private final List<String> problems = new ArrayList<>();

    /**
     * The parameters of a request.
     *
     * @param known those that there are
     */
    Parameters(MultiMap values, Set<String> known) {
        this.values = values;
        for (String name : values.names()) {
            if (!known.contains(name)) {
                problems.add("unknown parameter `" + Shown.text(name) + "`");
            } else if (values.getAll(name).size() > 1) {
                problems.add("`" + name + "` is given twice");
            }
        }
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether it is {@code true}; it is not if it is not given. */
    boolean flag(String name) {
        String text = value(name).orElse("false");
        if (!Set.of("true", "false").contains(text)) {
            wrong(name, text, "`true` or `false`");
        }
        return text.equals("true");
    }

    /** How long a page may be. */
    int limit() {
        String limit = value("limit").orElse(Integer.toString(LIMIT));
        boolean usable = limit.matches("[0-9]{1,3}") && Integer.parseInt(limit) >= 1 && Integer.parseInt(limit) <= MOST;
        if (!usable) {
            wrong("limit", limit, "1 to " + MOST);
        }
        return usable ? Integer.parseInt(limit) : LIMIT;
    }

    /** Where the page before ended. */
    <T> Optional<T> after(Function<String, Optional<T>> reader) {
        Optional<String> after = value("after");
        Optional<T> place = after.flatMap(reader);
        if (after.isPresent() && place.isEmpty()) {
            problems.add("after: not the `next` of an answer");
        }
        return place;
    }

    /** Of several things that exclude each other one must be given. */
    void oneOf(List<?> given, String names) {
        if (given.size() != 1) {
            problems.add("one of " + names + " is needed");
        }
    }

    void wrong(String name, String text, String expected) {
        problems.add(name + ": `" + Shown.text(text) + "` (expected: " + expected + ")");
    }

    /** @throws Rejected 422 with everything that is wrong */
    void require() {
        if (!problems.isEmpty()) {
            throw new Rejected(422, "query", String.join("; ", problems));
        }
    }
}
