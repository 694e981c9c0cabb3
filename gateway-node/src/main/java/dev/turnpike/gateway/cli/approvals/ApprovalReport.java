package dev.turnpike.gateway.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of one approval. Every text is fit for a terminal.
 *
 * @param json as it came
 */
public record ApprovalReport(JsonNode json) {
    private static final int LONGEST = 2_000;

    /** One thing that happened to it. */
    public record Step(String kind, Instant at, String person, String note) {}

    public String id() {
        return text("id");
    }

    /** In words; an open one of which nothing may come any more is void, too. */
    public String state() {
        return isVoid() ? text("state") + ", void" : text("state");
    }

    public boolean isPending() {
        return text("state").equals("pending");
    }

    public boolean isVoid() {
        return json.path("void").asBoolean(false);
    }

    public String grant() {
        return text("grant");
    }

    public String server() {
        return text("server");
    }

    public String tool() {
        return text("tool");
    }

    public String rule() {
        return text("rule");
    }

    public String reason() {
        return text("reason");
    }

    /** The policy and its revision. */
    public String policy() {
        return text("policy") + ", revision " + json.path("policyRevision").asLong();
    }

    public String url() {
        return text("url");
    }

    public long revision() {
        return json.path("revision").asLong();
    }

    /** Who has agreed so far. */
    public List<String> agreed() {
        List<String> people = new ArrayList<>();
        json.path("agreed").forEach(person -> people.add(PlainText.of(person.asText(""))));
        return people;
    }

    /** How many people must agree. */
    public int approvers() {
        return json.path("approvers").asInt(1);
    }

    public int uses() {
        return json.path("uses").asInt(1);
    }

    public int used() {
        return json.path("used").asInt();
    }

    public Instant requestedAt() {
        return time(json.path("requestedAt"));
    }

    public Instant expiresAt() {
        return time(json.path("expiresAt"));
    }

    /** What happened to it, the oldest first. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : json.path("steps")) {
            steps.add(new Step(
                    PlainText.of(step.path("kind").asText("").replace('_', ' ')),
                    time(step.path("at")),
                    PlainText.of(step.path("person").asText("")),
                    PlainText.of(step.path("note").asText(""), LONGEST)));
        }
        return steps;
    }

    /** What was asked; empty for those who may not see it, and once it is gone. */
    public Optional<JsonNode> arguments() {
        return Optional.ofNullable(json.get("arguments"));
    }

    /** What runs instead. */
    public Optional<JsonNode> editedArguments() {
        return Optional.ofNullable(json.get("editedArguments"));
    }

    /** How long ago it was asked. */
    public String age(Instant now) {
        return duration(Duration.between(requestedAt(), now));
    }

    /** How long it can still be decided, or used. */
    public String left(Instant now) {
        return duration(Duration.between(now, expiresAt()));
    }

    /** In its largest unit. */
    static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    private String text(String field) {
        return PlainText.of(json.path(field).asText(""), LONGEST);
    }

    private static Instant time(JsonNode json) {
        try {
            return Instant.parse(json.asText(""));
        } catch (DateTimeException none) {
            return Instant.EPOCH;
        }
    }
}
