package dev.turnpike.gateway.config;

import static java.util.Collections.unmodifiableMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.tls.ClientTlsFiles;
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
 * @param tls where the files are that say which servers are trusted, and as whom the gateway shows itself
 * @param recording whether and how values of arguments are kept
 */
record ServerDocument(
        String name,
        Optional<String> description,
        URI url,
        Map<String, SecretReference> headers,
        Optional<ClientTlsFiles> tls,
        Optional<Duration> timeout,
        ErrorStyle errorStyle,
        Optional<KeptArguments> recording)
        implements Document {
    private static final int MOST_DAYS = 366;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    ServerDocument {
        headers = unmodifiableMap(new TreeMap<>(headers));
    }

    /**
     * How values of arguments are kept.
     *
     * @param key where the secret is under which they are encrypted
     * @param days how many whole days after the day of the call
     */
    record KeptArguments(SecretReference key, int days) {}

    static Optional<ServerDocument> read(Optional<String> name, Fields fields) {
        Optional<String> description = fields.text("description");
        Optional<ErrorStyle> style = fields.has("error_style")
                ? fields.parsed("error_style", "`result` or `protocol`", ServerDocument::style)
                : Optional.of(ErrorStyle.RESULT);
        Optional<KeptArguments> recording = fields.object("record_arguments")
                .flatMap(values -> recording(fields.within("record_arguments", values)));
        boolean recordingFits = !fields.has("record_arguments") || recording.isPresent();
        Optional<ObjectNode> upstream = fields.required("upstream", fields::object);
        if (upstream.isEmpty()) {
            return Optional.empty();
        }
        try (Fields within = fields.within("upstream", upstream.get())) {
            Optional<URI> url = within.required(
                    "url",
                    key -> within.parsed(key, "an http or https URL without user and fragment", WebUrl::absolute));
            Map<String, SecretReference> headers = UpstreamHeaders.read("headers", within);
            Optional<ClientTlsFiles> tls = UpstreamTls.read(within, url);
            Optional<Duration> timeout =
                    within.parsed("timeout", "a duration from `100ms` to `1h`, such as `60s`", ServerDocument::timeout);
            return name.isPresent() && url.isPresent() && style.isPresent() && recordingFits
                    ? Optional.of(new ServerDocument(
                            name.get(), description, url.get(), headers, tls, timeout, style.get(), recording))
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
        tls.ifPresent(files -> UpstreamTls.write(files, upstream));
        timeout.ifPresent(duration -> upstream.put("timeout", Quantities.text(duration)));
        normalForm.put("error_style", errorStyle.name().toLowerCase(Locale.ROOT));
        recording.ifPresent(kept -> normalForm
                .putObject("record_arguments")
                .put("key", kept.key().toString())
                .put("keep", kept.days() + "d"));
    }

    private static Optional<KeptArguments> recording(Fields fields) {
        try (fields) {
            Optional<SecretReference> key = fields.required("key", fields::secret);
            Optional<Integer> days = fields.required(
                    "keep", name -> fields.parsed(name, "whole days from `1d` to `366d`", ServerDocument::days));
            return key.flatMap(reference -> days.map(some -> new KeptArguments(reference, some)));
        }
    }

    private static Optional<Integer> days(String text) {
        return Quantities.duration(text)
                .filter(duration -> duration.equals(Duration.ofDays(duration.toDays())))
                .map(Duration::toDays)
                .filter(days -> days >= 1 && days <= MOST_DAYS)
                .map(Math::toIntExact);
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
