package dev.turnpike.gateway.config;

import static java.util.Collections.unmodifiableMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code kind: Server}.
 *
 * @param headers by name, in alphabetical order
 */
record ServerDocument(
        String name,
        Optional<String> description,
        URI url,
        Map<String, SecretReference> headers,
        Optional<Duration> timeout,
        ErrorStyle errorStyle)
        implements Document {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    ServerDocument {
        headers = unmodifiableMap(new TreeMap<>(headers));
    }

    static Optional<ServerDocument> read(Optional<String> name, Fields fields) {
        Optional<String> description = fields.text("description");
        Optional<ErrorStyle> style = fields.has("error_style")
                ? fields.parsed("error_style", "`result` or `protocol`", ServerDocument::style)
                : Optional.of(ErrorStyle.RESULT);
        Optional<ObjectNode> upstream = fields.required("upstream", fields::object);
        if (upstream.isEmpty()) {
            return Optional.empty();
        }
        try (Fields within = fields.within("upstream", upstream.get())) {
            Optional<URI> url = within.required(
                    "url",
                    key -> within.parsed(key, "an http or https URL without user and fragment", WebUrl::absolute));
            Map<String, SecretReference> headers = UpstreamHeaders.read("headers", within);
            Optional<Duration> timeout =
                    within.parsed("timeout", "a duration from `100ms` to `1h`, such as `60s`", ServerDocument::timeout);
            return name.isPresent() && url.isPresent() && style.isPresent()
                    ? Optional.of(new ServerDocument(name.get(), description, url.get(), headers, timeout, style.get()))
                    : Optional.empty();
        }
    }

    @Override
    public Resource.Kind kind() {
        return Resource.Kind.SERVER;
    }

    @Override
    public <T> T fold(
            Function<ServerDocument, T> server, Function<PolicyDocument, T> policy, Function<GrantDocument, T> grant) {
        return server.apply(this);
    }

    @Override
    public void write(ObjectNode normalForm) {
        description.ifPresent(text -> normalForm.put("description", text));
        ObjectNode upstream = normalForm.putObject("upstream");
        upstream.put("url", url.toString());
        if (!headers.isEmpty()) {
            ObjectNode references = upstream.putObject("headers");
            headers.forEach((header, reference) -> references.put(header, reference.toString()));
        }
        timeout.ifPresent(duration -> upstream.put("timeout", Quantities.text(duration)));
        normalForm.put("error_style", errorStyle.name().toLowerCase(Locale.ROOT));
    }

    private static Optional<Duration> timeout(String text) {
        return Quantities.duration(text)
                .filter(duration -> duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0);
    }

    private static Optional<ErrorStyle> style(String text) {
        return switch (text) {
            case "result" -> Optional.of(ErrorStyle.RESULT);
            case "protocol" -> Optional.of(ErrorStyle.PROTOCOL);
            default -> Optional.empty();
        };
    }
}
