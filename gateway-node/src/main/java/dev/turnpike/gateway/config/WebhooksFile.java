package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file of the webhooks: {@code webhooks:} with one object for each. Reads files of secrets, too. */
public final class WebhooksFile {
    /** Each has its queue and its metrics. */
    private static final int MOST = 50;

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final Problems problems;
    private final Set<String> names = new HashSet<>();

    private WebhooksFile(Secrets secrets, Problems problems) {
        this.secrets = secrets;
        this.problems = problems;
    }

    /**
     * Reads all of them, whose secrets must be at this node.
     *
     * @throws ConfigException with everything that is wrong in the file
     */
    public static List<Webhook> read(Path file, Secrets secrets) {
        Problems problems = new Problems();
        List<Webhook> webhooks = new WebhooksFile(secrets, problems).read(file);
        problems.refuse();
        return webhooks;
    }

    private List<Webhook> read(Path file) {
        String name = file.toString();
        String text;
        try {
            text = BoundedFile.read(file);
        } catch (IOException unreadable) {
            problems.add(name, "", "cannot be read", BoundedFile.reason(unreadable));
            return List.of();
        }
        List<StrictText.Part> parts = StrictText.read(new DocumentSource(name, text), problems);
        if (parts.size() != 1 || !(parts.get(0).tree() instanceof ObjectNode root)) {
            if (problems.errors().isEmpty()) {
                problems.add(name, "", "not one object", "write `webhooks:` and a list");
            }
            return List.of();
        }
        return list(parts.get(0), root);
    }

    private List<Webhook> list(StrictText.Part part, ObjectNode root) {
        List<Webhook> webhooks = new ArrayList<>();
        try (Fields fields = new Fields(part, "", root, problems)) {
            Optional<JsonNode> list = fields.required("webhooks", fields::any);
            if (list.isPresent() && (!list.get().isArray() || list.get().size() > MOST)) {
                fields.wrong("webhooks", "not a list of at most " + MOST, "one object for each webhook");
                return List.of();
            }
            for (int i = 0; i < list.map(JsonNode::size).orElse(0); i++) {
                String pointer = "/webhooks/" + i;
                if (list.get().get(i) instanceof ObjectNode one) {
                    try (Fields within = new Fields(part, pointer, one, problems)) {
                        webhook(within).ifPresent(webhooks::add);
                    }
                } else {
                    problems.add(part, pointer, "of the wrong type", "expected an object");
                }
            }
        }
        return webhooks;
    }

    private Optional<Webhook> webhook(Fields fields) {
        Optional<String> name = fields.required("name", fields::name);
        if (name.isPresent() && !names.add(name.get())) {
            fields.wrong("name", "another webhook of this name", "give each its own");
        }
        boolean allowPrivate = fields.flag("allowPrivate").orElse(false);
        Optional<Webhook.Place> url = url(fields, allowPrivate);
        Optional<Webhook.Form> form = fields.has("form")
                ? fields.parsed("form", oneOf(Webhook.Form.words()), Webhook.Form::of)
                : Optional.of(Webhook.Form.TURNPIKE);
        Optional<SecretReference> secret = secret(fields, form);
        Set<Webhook.Event> events = events(fields);
        Duration timeout = fields.parsed(
                        "timeout",
                        "a duration from `" + Quantities.text(SHORTEST) + "` to `" + Quantities.text(LONGEST)
                                + "`, such as `5s`",
                        text -> Quantities.duration(text)
                                .filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0))
                .orElse(USUAL);
        return name.isPresent() && url.isPresent() && form.isPresent()
                ? Optional.of(new Webhook(name.get(), url.get(), form.get(), secret, events, allowPrivate, timeout))
                : Optional.empty();
    }

    private Optional<Webhook.Place> url(Fields fields, boolean allowPrivate) {
        return fields.required("url", fields::text)
                .map(text -> SecretReference.parse(text)
                        .<Webhook.Place>map(reference ->
                                secrets -> secrets.resolve(reference).reveal())
                        .orElse(secrets -> text))
                .filter(place -> usable(fields, "url", () -> Webhook.address(place, allowPrivate, secrets)));
    }

    private Optional<SecretReference> secret(Fields fields, Optional<Webhook.Form> form) {
        if (!fields.has("secret") && form.filter(Webhook.Form.TURNPIKE::equals).isPresent()) {
            fields.missing("secret", "receivers tell our messages by it; form `slack` needs none");
        }
        return fields.secret("secret").filter(some -> usable(fields, "secret", () -> Webhook.key(some, secrets)));
    }

    private boolean usable(Fields fields, String key, Runnable use) {
        try {
            use.run();
            return true;
        } catch (SecretException unusable) {
            fields.wrong(key, String.valueOf(unusable.getMessage()), "every node needs it");
            return false;
        }
    }

    private Set<Webhook.Event> events(Fields fields) {
        Optional<JsonNode> list = fields.any("events");
        if (list.isEmpty()) {
            return EnumSet.allOf(Webhook.Event.class);
        }
        Set<Webhook.Event> events = EnumSet.noneOf(Webhook.Event.class);
        for (JsonNode word : list.get()) {
            Webhook.Event.of(word.asText(""))
                    .ifPresentOrElse(
                            events::add,
                            () -> fields.wrong("events", "not usable", "expected " + oneOf(Webhook.Event.words())));
        }
        if (!list.get().isArray() || list.get().isEmpty()) {
            fields.wrong("events", "not a list of events", "expected " + oneOf(Webhook.Event.words()));
        }
        return events;
    }

    private static String oneOf(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }
}
