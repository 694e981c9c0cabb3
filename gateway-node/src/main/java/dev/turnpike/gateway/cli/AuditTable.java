package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.audit.trail.TrailQuery;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Audit records for people: a table, and how many there are of each kind. */
final class AuditTable {
    private static final int SECONDS = "2026-11-25T20:15:00".length();
    private static final int WIDEST = 48;

    private final Colours colours;
    private final PrintWriter out;

    AuditTable(Colours colours, PrintWriter out) {
        this.colours = colours;
        this.out = out;
    }

    void print(List<JsonNode> records) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TIME", "GRANT", "CALL", "DECISION", "RULE", "WHY"));
        for (JsonNode record : records) {
            rows.add(List.of(
                    time(record.path("time").asText()),
                    plain(record.path("grant").asText()),
                    plain(record.path("server").asText() + "/"
                            + record.path("tool").asText()),
                    plain(decision(record)),
                    plain(record.path("rule").asText("-")),
                    PlainText.of(why(record))));
        }
        Columns.print(rows, colours, out);
    }

    /** How many fit, by kind; and what may be missing. */
    static String summary(TrailQuery.Answer answer) {
        String kinds = answer.kinds().entrySet().stream()
                .map(kind -> kind.getValue() + " " + PlainText.of(kind.getKey()))
                .collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder();
        text.append(answer.fitting()).append(answer.fitting() == 1 ? " record" : " records");
        text.append(kinds.isEmpty() ? "" : ": " + kinds);
        if (answer.newest().size() < answer.fitting()) {
            text.append("; the newest ").append(answer.newest().size()).append(" are shown, see `--limit`");
        }
        if (answer.dropped() > 0) {
            text.append("; ").append(answer.dropped()).append(" others could not be written");
        }
        if (answer.unreadable() > 0) {
            text.append("; ").append(answer.unreadable()).append(" lines cannot be read, see `turnpike audit verify`");
        }
        return text.toString();
    }

    private static String time(String time) {
        return plain(time.length() > SECONDS ? time.substring(0, SECONDS) + "Z" : time);
    }

    private static String decision(JsonNode record) {
        String code = record.path("code").asText();
        String decision = record.path("type").asText(record.path("decision").asText("?"));
        return code.isEmpty() ? decision : decision + " " + code;
    }

    /** Of a step what happened and who did it, of an answered call how it ended, of another why not. */
    private static String why(JsonNode record) {
        String kind = record.path("kind").asText();
        if (!kind.isEmpty()) {
            String person = record.path("person").asText();
            String note = record.path("note").asText();
            return kind + (person.isEmpty() ? "" : " by " + person) + (note.isEmpty() ? "" : ": " + note);
        }
        String outcome = record.path("upstream").path("outcome").asText();
        return record.path("message").asText(outcome.isEmpty() ? "-" : outcome);
    }

    private static String plain(String text) {
        return PlainText.of(text, WIDEST);
    }
}
