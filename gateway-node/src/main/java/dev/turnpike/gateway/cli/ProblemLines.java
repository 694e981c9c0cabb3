package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.util.ArrayList;
import java.util.List;

/** What a node found wrong with one document, a line each. */
final class ProblemLines {
    private ProblemLines() {}

    /** The failure that tells of them; the same where there are none. */
    static RuntimeException of(AdminException refused) {
        List<String> lines = new ArrayList<>();
        for (JsonNode each : refused.problem().path("problems")) {
            String hint = each.path("hint").asText("");
            lines.add(PlainText.of(
                    each.path("pointer").asText("").replaceFirst("^/", "") + ": "
                            + each.path("message").asText() + (hint.isEmpty() ? "" : "; " + hint),
                    500));
        }
        return lines.isEmpty() ? refused : CommandFailure.failed(String.join("\n", lines));
    }
}
