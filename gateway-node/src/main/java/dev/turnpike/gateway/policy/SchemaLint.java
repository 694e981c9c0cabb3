package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.policy.ArgumentPath.Segment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what a document says about tools and arguments that the server does not have. */
final class SchemaLint {
    private SchemaLint() {}

    /** @param inputSchemas by tool; nothing is said if it is empty */
    static void warn(Draft draft, Map<String, JsonNode> inputSchemas, Problems problems) {
        if (inputSchemas.isEmpty()) {
            return;
        }
        for (ToolEntry tool : draft.tools()) {
            Map<String, JsonNode> matching = matching(tool.name(), inputSchemas);
            if (matching.isEmpty()) {
                problems.warn(
                        tool.pointer(),
                        "can never match: the server has no such tool",
                        Suggestion.forWord(tool.name(), inputSchemas.keySet()));
            }
            warn(tool, matching, problems);
        }
        warn(draft.all(), inputSchemas, problems);
    }

    private static Map<String, JsonNode> matching(String name, Map<String, JsonNode> inputSchemas) {
        Map<String, JsonNode> matching = new TreeMap<>();
        Glob glob = Glob.of(name);
        inputSchemas.forEach((tool, schema) -> {
            if (Glob.isGlob(name) ? glob.matches(tool) : name.equals(tool)) {
                matching.put(tool, schema);
            }
        });
        return matching;
    }

    private static void warn(ToolEntry entry, Map<String, JsonNode> schemas, Problems problems) {
        entry.conditions().forEach(condition -> warn(condition.path(), condition.rule(), schemas, problems));
        entry.limits().forEach(limit -> {
            ArgumentPath path = limit.increment().path();
            if (path != null) {
                warn(path, limit.limit().rule(), schemas, problems);
            }
        });
    }

    /** Warns only if none of the tools has the path: a rule for many tools need not fit each. */
    private static void warn(ArgumentPath path, String rule, Map<String, JsonNode> schemas, Problems problems) {
        if (schemas.isEmpty()
                || schemas.values().stream()
                        .anyMatch(schema -> missing(path, schema).isEmpty())) {
            return;
        }
        JsonNode schema = schemas.values().iterator().next();
        Missing missing = missing(path, schema).orElseThrow();
        problems.warn(
                rule,
                "the tool's inputSchema has no `" + Entry.shown(missing.name()) + "`, which `"
                        + Entry.shown(path.text()) + "` names",
                Suggestion.forWord(missing.name(), missing.known()));
    }

    /** A level that a schema does not have, and what it has there. */
    private record Missing(String name, List<String> known) {}

    /** The first level that the schema rules out; schemas that combine others are taken to have everything. */
    private static Optional<Missing> missing(ArgumentPath path, JsonNode inputSchema) {
        JsonNode schema = inputSchema;
        for (Segment segment : path.segments()) {
            boolean element = segment.isEach() || (segment.index() >= 0 && schema.has("items"));
            JsonNode next =
                    element ? schema.path("items") : schema.path("properties").path(segment.key());
            if (next.isMissingNode()) {
                boolean says = !element && schema.path("properties").isObject() && !open(schema);
                return says
                        ? Optional.of(new Missing(
                                String.valueOf(segment.key()),
                                schema.path("properties").properties().stream()
                                        .map(Map.Entry::getKey)
                                        .toList()))
                        : Optional.empty();
            }
            schema = next;
        }
        return Optional.empty();
    }

    private static boolean open(JsonNode schema) {
        JsonNode additional = schema.path("additionalProperties");
        return additional.isObject()
                || additional.asBoolean(false)
                || List.of("$ref", "allOf", "anyOf", "oneOf", "patternProperties", "if").stream()
                        .anyMatch(schema::has);
    }
}
