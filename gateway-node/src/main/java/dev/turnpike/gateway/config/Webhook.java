package dev.turnpike.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An address outside that hears what becomes of approvals.
 *
 * @param name what metrics and logs call it; its address may be a secret
 * @param url where it is, which may have to be looked up
 * @param form what messages look like
 * @param secret what they are signed with
 * @param events what it hears of
 * @param allowPrivate whether the address may be a private one, and may be without TLS
 * @param timeout for it to answer a message
 */
public record Webhook(
        String name,
        Place url,
        Form form,
        Optional<SecretReference> secret,
        Set<Event> events,
        boolean allowPrivate,
        Duration timeout) {
    private static final String BASE64 = "whsec_";
    private static final int SHORTEST_KEY_BYTES = 24;

    /** Where a webhook is: written in place, or referred to. */
    @FunctionalInterface
    interface Place {
        String lookUp(Secrets secrets);
    }

    /** What a message looks like. */
    public enum Form {
        /** Our own, for programs. */
        TURNPIKE,
        /** What Slack's incoming webhooks take. */
        SLACK;

        static List<String> words() {
            return Arrays.stream(values()).map(Webhook::word).toList();
        }

        static Optional<Form> of(String word) {
            return Arrays.stream(values())
                    .filter(form -> word(form).equals(word))
                    .findFirst();
        }
    }

    /** What a webhook may hear of. */
    public enum Event {
        REQUESTED,
        DECIDED,
        EXPIRED,
        USED;

        static List<String> words() {
            return Arrays.stream(values()).map(Webhook::word).toList();
        }

        static Optional<Event> of(String word) {
            return Arrays.stream(values())
                    .filter(event -> word(event).equals(word))
                    .findFirst();
        }
    }

    /** Where messages go at the moment, and what signs them. Never shows either. */
    public static final class Endpoint {
        private final URI url;
        private final Optional<byte[]> key;

        private Endpoint(URI url, Optional<byte[]> key) {
            this.url = url;
            this.key = key;
        }

        public URI url() {
            return url;
        }

        /** The key of the signature; nothing is signed without one. */
        public Optional<byte[]> key() {
            return key.map(byte[]::clone);
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    public Webhook {
        requireNonNull(name, "name");
        requireNonNull(url, "url");
        requireNonNull(form, "form");
        requireNonNull(secret, "secret");
        events = Set.copyOf(events);
        requireNonNull(timeout, "timeout");
    }

    /**
     * Looks up where it is, and its secret. May read files: not for an event loop.
     *
     * @throws SecretException if either is not there or not usable; the message shows no part of it
     */
    public Endpoint endpoint(Secrets secrets) {
        return new Endpoint(address(url, allowPrivate, secrets), secret.map(reference -> key(reference, secrets)));
    }

    static URI address(Place place, boolean allowPrivate, Secrets secrets) {
        URI url = WebUrl.absolute(place.lookUp(secrets))
                .orElseThrow(() -> new SecretException("not an http or https URL without user and fragment"));
        if (!allowPrivate && !"https".equalsIgnoreCase(url.getScheme())) {
            throw new SecretException("not https, which messages need unless `allowPrivate` is true");
        }
        return url;
    }

    /** As the Standard Webhooks specification has it: {@code whsec_} and base64, or else the very text. */
    static byte[] key(SecretReference reference, Secrets secrets) {
        String text = secrets.resolve(reference).reveal();
        byte[] key;
        try {
            key = text.startsWith(BASE64)
                    ? Base64.getDecoder().decode(text.substring(BASE64.length()))
                    : text.getBytes(UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new SecretException("`" + reference + "` is not base64 after `" + BASE64 + "`");
        }
        if (key.length < SHORTEST_KEY_BYTES) {
            throw new SecretException("`" + reference + "` is shorter than " + SHORTEST_KEY_BYTES + " bytes");
        }
        return key;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
