package dev.turnpike.gateway.cli;

import static java.util.stream.Collectors.counting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.audit.trail.TrailQuery;
import dev.turnpike.gateway.cli.audit.ClusterTrail;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        rows.add(List.of("TIME", "NODE", "WHO", "CALL", "DECISION", "RULE", "WHY"));
        for (JsonNode record : records) {
            rows.add(List.of(
                    time(record.path("time").asText()),
                    plain(record.path("node").asText("-")),
                    plain(record.path("grant").asText(record.path("operator").asText("-"))),
                    plain(call(record)),
                    plain(decision(record)),
                    plain(record.path("rule").asText("-")),
                    PlainText.of(why(record))));
        }
        Columns.print(rows, colours, out);
    }

    /** How many fit, by kind; and what may be missing. */
    static String summary(TrailQuery.Answer answer) {
        StringBuilder text = new StringBuilder(counted(answer.fitting(), answer.kinds()));
        if (answer.newest().size() < answer.fitting()) {
            text.append("; the newest ").append(answer.newest().size()).append(" are shown, see `--limit`");
        }
        return text + lacking(answer.dropped(), answer.unreadable());
    }

    /** How many are shown, by kind; and what is missing. */
    static String summary(ClusterTrail trail) {
        Map<String, Long> kinds =
                trail.newest().stream().collect(Collectors.groupingBy(TrailQuery::kind, TreeMap::new, counting()));
        StringBuilder text = new StringBuilder(counted(trail.newest().size(), kinds));
        if (!trail.more().isEmpty()) {
            text.append("; there are older ones at ")
                    .append(PlainText.of(String.join(", ", trail.more())))
                    .append(", see `--limit`");
        }
        return text + lacking(trail.dropped(), trail.unreadable());
    }

    private static String counted(long records, Map<String, Long> kinds) {
        String each = kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " " + PlainText.of(kind.getKey()))
                .collect(Collectors.joining(", "));
        return records + (records == 1 ? " record" : " records") + (each.isEmpty() ? "" : ": " + each);
    }

    private static String lacking(long dropped, long unreadable) {
        return (dropped > 0 ? "; " + dropped + " others could not be written" : "")
                + (unreadable > 0 ? "; " + unreadable + " lines cannot be read, see `turnpike audit verify`" : "");
    }

    private static String time(String time) {
        return plain(time.length() > SECONDS ? time.substring(0, SECONDS) + "Z" : time);
    }

    private static String call(JsonNode record) {
        return record.has("tool")
                ? record.path("server").asText() + "/" + record.path("tool").asText()
                : "-";
    }

    private static String decision(JsonNode record) {
        String code = record.path("code").asText();
        String decision = record.path("type").asText(record.path("decision").asText("?"));
        return code.isEmpty() ? decision : decision + " " + code;
    }

    /** Of a step or a change what happened, of an answered call how it ended, of another why not. */
    private static String why(JsonNode record) {
        if (record.path("type").asText().equals("admin")) {
            return change(record);
        }
        String kind = record.path("kind").asText();
        if (!kind.isEmpty()) {
            String person = record.path("person").asText();
            String note = record.path("note").asText();
            return kind + (person.isEmpty() ? "" : " by " + person) + (note.isEmpty() ? "" : ": " + note);
        }
        String outcome = record.path("upstream").path("outcome").asText();
        return record.path("message").asText(outcome.isEmpty() ? "-" : outcome);
    }

    /** {@code apply: policy careful 12 to 18, grant old removed}. */
    private static String change(JsonNode record) {
        List<String> documents = new ArrayList<>();
        for (JsonNode document : record.path("documents")) {
            long before = document.path("before").asLong();
            long after = document.path("after").asLong();
            documents.add(
                    document.path("kind").asText() + " " + document.path("name").asText()
                            + (before == 0 ? " created" : after == 0 ? " removed" : " " + before + " to " + after));
        }
        String outcome = record.path("outcome").asText("applied");
        return record.path("action").asText("?")
                + (documents.isEmpty() ? "" : ": " + String.join(", ", documents))
                + (outcome.equals("applied") ? "" : " (" + outcome + ")");
    }

    private static String plain(String text) {
        return PlainText.of(text, WIDEST);
    }
}
