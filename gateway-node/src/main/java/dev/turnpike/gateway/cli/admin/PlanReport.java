package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an edit does or did, as a node answered. */
public record PlanReport(JsonNode json) {
    public long revision() {
        return json.path("revision").asLong();
    }

    /** The documents under {@code created}, {@code changed}, {@code unchanged} or {@code removed}: kind and name. */
    public List<String> documents(String part) {
        List<String> documents = new ArrayList<>();
        json.path(part)
                .forEach(each -> documents.add(PlainText.of(each.path("kind").asText()) + " "
                        + PlainText.of(each.path("name").asText())));
        return documents;
    }

    public int count(String part) {
        return json.path(part).size();
    }

    /** Whether nothing is to be done. */
    public boolean isEmpty() {
        return count("created") + count("changed") + count("removed") == 0;
    }

    /** The tokens that the node made, by grant. */
    public Map<String, String> tokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        json.path("tokens")
                .properties()
                .forEach(each -> tokens.put(
                        PlainText.of(each.getKey()),
                        PlainText.of(each.getValue().asText())));
        return tokens;
    }

    /** What should be looked at, one line each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        json.path("warnings").forEach(each -> {
            String hint = each.path("hint").asText("");
            String pointer = each.path("pointer").asText("");
            warnings.add(PlainText.of(
                    each.path("source").asText() + (pointer.isEmpty() ? "" : " " + pointer) + ": "
                            + each.path("message").asText() + (hint.isEmpty() ? "" : "; " + hint),
                    500));
        });
        return warnings;
    }
}
