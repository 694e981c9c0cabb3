package dev.turnpike.gateway.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The verdicts of all checks, in their order. */
public record Diagnosis(List<Line> lines) {
    public Diagnosis {
        lines = List.copyOf(lines);
    }

    /** One check and what came of it. */
    public record Line(Check check, Verdict verdict) {}

    /** The verdicts of all checks about {@code subject}. */
    public static Diagnosis of(Subject subject) {
        return new Diagnosis(Checks.ALL.stream()
                .map(check -> new Line(check, check.examine(subject)))
                .toList());
    }

    /** How many verdicts there are of this kind, of {@code ok}, {@code warning}, {@code problem}, {@code not checked}. */
    public long count(String kind) {
        return lines.stream().filter(line -> kind(line.verdict()).equals(kind)).count();
    }

    /** Whether there are neither problems nor warnings. */
    public boolean isWell() {
        return count("problem") == 0 && count("warning") == 0;
    }

    /** The word that the lists have for it. */
    public static String kind(Verdict verdict) {
        return verdict.fold(ok -> "ok", warning -> "warning", problem -> "problem", not -> "not checked");
    }

    /** All of it, for scripts. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("well", isWell());
        json.put("problems", count("problem"));
        json.put("warnings", count("warning"));
        ArrayNode checks = json.putArray("checks");
        for (Line line : lines) {
            ObjectNode one = checks.addObject()
                    .put("check", line.check().name())
                    .put("verdict", kind(line.verdict()))
                    .put(
                            "text",
                            line.verdict()
                                    .fold(
                                            Verdict.Ok::text,
                                            Verdict.Warning::text,
                                            Verdict.Problem::text,
                                            Verdict.NotChecked::text));
            String mend = line.verdict().fold(ok -> "", Verdict.Warning::mend, Verdict.Problem::mend, not -> "");
            if (!mend.isEmpty()) {
                one.put("mend", mend);
            }
        }
        return json;
    }
}
