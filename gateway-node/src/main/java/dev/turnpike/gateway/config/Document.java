package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A server, a policy or a grant as a document describes it. Holds references to secrets only. */
sealed interface Document permits ServerDocument, PolicyDocument, GrantDocument {
    Resource.Kind kind();

    String name();

    default Resource.Id id() {
        return new Resource.Id(kind(), name());
    }

    /** Handles every kind; a new one breaks the callers at compile time. */
    <T> T fold(
            Function<ServerDocument, T> server, Function<PolicyDocument, T> policy, Function<GrantDocument, T> grant);

    /** Adds the fields that the registry stores, in their fixed order; reading them gives an equal document. */
    void write(ObjectNode normalForm);

    /** The form that the registry stores, not yet stored. */
    default Resource toResource(Resource.Origin origin) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kindText(kind())).put("name", name());
        write(json);
        return new Resource(kind(), name(), json.toString(), 0, origin);
    }

    /** Reads one; empty if it has problems, which are reported. */
    static Optional<? extends Document> read(StrictText.Part part, Problems problems) {
        if (!(part.tree() instanceof ObjectNode object)) {
            problems.add(part, "", "not an object", Optional.of("write a document with `kind` and `name`"));
            return Optional.empty();
        }
        Fields fields = new Fields(part, "", object, problems);
        Optional<Resource.Kind> kind = kind(part, fields, problems);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        try (fields) {
            Optional<String> name = fields.required("name", fields::name);
            return switch (kind.get()) {
                case SERVER -> ServerDocument.read(name, fields);
                case POLICY -> PolicyDocument.read(name, fields);
                case GRANT -> GrantDocument.read(name, fields);
            };
        }
    }

    private static Optional<Resource.Kind> kind(StrictText.Part part, Fields fields, Problems problems) {
        if (!fields.has("kind")) {
            problems.add(
                    part,
                    "",
                    "`kind` is missing",
                    "write `Server`, `Policy` or `Grant`; a policy alone needs a document whose `file` names it");
        }
        Optional<String> text = fields.text("kind");
        Optional<Resource.Kind> kind = text.flatMap(Document::kindOf);
        if (text.isPresent() && kind.isEmpty()) {
            problems.addUnknown(part, "/kind", "kind", text.get(), kindTexts());
        }
        return kind;
    }

    /** What a document says it is, even if the rest of it cannot be used. */
    static Optional<Resource.Id> declared(StrictText.Part part) {
        String name = part.tree().path("name").asText("");
        return kindOf(part.tree().path("kind").asText(""))
                .filter(kind -> !name.isEmpty())
                .map(kind -> new Resource.Id(kind, name));
    }

    static String kindText(Resource.Kind kind) {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static Optional<Resource.Kind> kindOf(String text) {
        return Arrays.stream(Resource.Kind.values())
                .filter(kind -> kindText(kind).equals(text))
                .findFirst();
    }

    private static List<String> kindTexts() {
        return Arrays.stream(Resource.Kind.values()).map(Document::kindText).toList();
    }
}
