package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;

/**
 * The strict parser of documents that people write: JSON (a text that begins with a brace or a bracket) or YAML, which
 * may hold several. Duplicate keys are problems in both; of YAML only what JSON could say too is accepted.
 */
public final class DocumentText {
    static final int MOST_CHARACTERS = 4 * 1024 * 1024;
    static final int DEEPEST = 48;
    static final int LONGEST_NUMBER = 1000;

    private DocumentText() {}

    /**
     * One document.
     *
     * @param root its tree; of no use if there are problems
     * @param places where each value begins, by JSON Pointer
     * @param problems all errors that could be told apart; empty for a good text
     */
    public record Parsed(JsonNode root, Map<String, Problem.Place> places, List<Problem> problems) {
        public Parsed {
            places = Map.copyOf(places);
            problems = List.copyOf(problems);
        }

        static Parsed failed(Problem problem) {
            return new Parsed(NullNode.getInstance(), Map.of(), List.of(problem));
        }
    }

    /** Parses a text; never throws on one. At least one document, which may be nothing but a problem. */
    public static List<Parsed> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return List.of(
                    Parsed.failed(Problem.error("", "the text has more than " + MOST_CHARACTERS + " characters")));
        }
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String start = body.stripLeading();
        if (start.isEmpty()) {
            return List.of(Parsed.failed(Problem.error("", "the document is empty")));
        }
        return start.charAt(0) == '{' || start.charAt(0) == '['
                ? List.of(new JsonText().parse(body))
                : new YamlText().parse(body);
    }
}
