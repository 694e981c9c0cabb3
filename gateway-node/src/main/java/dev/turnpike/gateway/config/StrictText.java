package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.policy.DocumentText;
import dev.turnpike.gateway.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The documents of a text, by the strict parser that policies have; what it finds wrong shows no secret. */
final class StrictText {
    /** What follows may be a part of the text. */
    private static final String MALFORMED = "not valid JSON";

    /** Where a document may hold a secret by mistake. */
    private static final Pattern SECRET = Pattern.compile(
            "(?:/operators)?(?:/[0-9]+)?(?:/token|/upstream/headers/.*)|/webhooks/[0-9]+/(?:url|secret)");

    /**
     * One document of a text.
     *
     * @param source what problems call it
     * @param prefix where the document begins within the text: the place in a list, or nothing
     * @param places where each value of the text begins, by JSON Pointer
     */
    record Part(String source, JsonNode tree, String prefix, Map<String, Problem.Place> places) {
        Optional<Problem.Place> place(String pointer) {
            return Optional.ofNullable(places.get(prefix + pointer));
        }
    }

    /** All documents of a text, in order; the elements of a list at the top are documents of their own. */
    static List<Part> read(DocumentSource text, Problems problems) {
        List<DocumentText.Parsed> documents = DocumentText.parse(text.text());
        List<Part> parts = new ArrayList<>();
        for (DocumentText.Parsed document : documents) {
            String source = documents.size() == 1 ? text.name() : text.name() + "#" + (parts.size() + 1);
            document.problems().forEach(flaw -> problems.add(new ConfigProblem(source, withoutSecret(flaw))));
            if (document.root().isArray()) {
                elements(text.name(), document, parts);
            } else if (!document.root().isNull()) {
                parts.add(new Part(source, document.root(), "", document.places()));
            }
        }
        return parts;
    }

    private static void elements(String name, DocumentText.Parsed list, List<Part> parts) {
        for (int index = 0; index < list.root().size(); index++) {
            String source = name + "#" + (parts.size() + 1);
            parts.add(new Part(source, list.root().get(index), "/" + index, list.places()));
        }
    }

    private static Problem withoutSecret(Problem flaw) {
        if (SECRET.matcher(flaw.pointer()).matches()) {
            return told(flaw, "not a reference to a secret", Optional.of(Fields.REFERENCE));
        }
        return flaw.message().startsWith(MALFORMED) ? told(flaw, MALFORMED, Optional.empty()) : flaw;
    }

    private static Problem told(Problem flaw, String message, Optional<String> hint) {
        return new Problem(flaw.severity(), flaw.pointer(), message, hint, flaw.place());
    }

    private StrictText() {}
}
