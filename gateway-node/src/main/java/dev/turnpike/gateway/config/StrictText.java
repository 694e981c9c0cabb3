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
    private static final Pattern SECRET = Pattern.compile("/token|/upstream/headers/.*");

    /**
     * One document of a text.
     *
     * @param source what problems call it
     * @param places where each value begins, by JSON Pointer
     * @param flaws what the parser found wrong
     */
    record Part(String source, JsonNode tree, Map<String, Problem.Place> places, List<Problem> flaws) {}

    /** All documents of a text, in order; the elements of a list at the top are documents of their own. */
    static List<Part> read(DocumentSource text, Problems problems) {
        List<Part> parts = new ArrayList<>();
        for (DocumentText.Parsed parsed : DocumentText.parse(text.text())) {
            Part whole = new Part(text.name(), parsed.root(), parsed.places(), parsed.problems());
            if (parsed.root().isArray()) {
                parts.addAll(elements(whole));
                parsed.problems().stream()
                        .filter(flaw -> flaw.pointer().isEmpty())
                        .forEach(flaw -> problems.add(new ConfigProblem(text.name(), flaw)));
            } else if (!parsed.root().isNull() || !parsed.problems().isEmpty()) {
                parts.add(whole);
            }
        }
        List<Part> usable = new ArrayList<>();
        for (int index = 0; index < parts.size(); index++) {
            Part part = parts.get(index);
            String source = parts.size() == 1 ? text.name() : text.name() + "#" + (index + 1);
            part.flaws().forEach(flaw -> problems.add(new ConfigProblem(source, withoutSecret(flaw))));
            if (!part.tree().isNull()) {
                usable.add(new Part(source, part.tree(), part.places(), part.flaws()));
            }
        }
        return usable;
    }

    private static List<Part> elements(Part list) {
        List<Part> elements = new ArrayList<>();
        for (int index = 0; index < list.tree().size(); index++) {
            String prefix = "/" + index;
            List<Problem> within = list.flaws().stream()
                    .filter(flaw -> (flaw.pointer() + "/").startsWith(prefix + "/"))
                    .map(flaw -> moved(flaw, flaw.pointer().substring(prefix.length())))
                    .toList();
            elements.add(new Part(list.source(), list.tree().get(index), Map.of(), within));
        }
        return elements;
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

    private static Problem moved(Problem flaw, String pointer) {
        return new Problem(flaw.severity(), pointer, flaw.message(), flaw.hint(), flaw.place());
    }

    private StrictText() {}
}
