package dev.turnpike.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksFileTest {
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    Path directory;

    private final Secrets secrets = new Secrets(Map.of(
            "KEY",
            KEY,
            "SLACK_URL",
            "https://hooks.slack.com/services/hush",
            "SHORT",
            "hush",
            "PLAIN",
            "http://a/hush"));

    @Test
    void aWebhookIsReadWithItsSecrets() throws IOException {
        List<Webhook> webhooks = read("""
                webhooks:
                  - name: oncall
                    url: https://hooks.example.org/turnpike
                    secret: env:KEY
                    events: [requested, expired]
                    timeout: 2s
                  - name: chat
                    url: env:SLACK_URL
                    form: slack
                """);

        Webhook oncall = webhooks.get(0);
        assertThat(oncall.events()).isEqualTo(Set.of(Webhook.Event.REQUESTED, Webhook.Event.EXPIRED));
        assertThat(oncall.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(oncall.allowPrivate()).isFalse();
        assertThat(oncall.endpoint(secrets).key().orElseThrow()).hasSize(24);
        Webhook chat = webhooks.get(1);
        assertThat(chat.form()).isEqualTo(Webhook.Form.SLACK);
        assertThat(chat.events()).hasSize(4);
        assertThat(chat.endpoint(secrets).url()).hasPath("/services/hush");
        assertThat(chat + " " + chat.endpoint(secrets)).doesNotContain("hush");
    }

    @Test
    void aSecretIsLookedUpAnew() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "a-secret-that-is-long-enough\n");
        Webhook webhook = read("webhooks: [{name: a, url: \"https://a.example/\", secret: \"file:" + secret + "\"}]")
                .get(0);
        Files.writeString(secret, "another-secret-long-enough-too\n");

        assertThat(webhook.endpoint(secrets).key().orElseThrow())
                .isEqualTo("another-secret-long-enough-too".getBytes(UTF_8));
    }

    @Test
    void everyMistakeIsToldWithItsPlaceAndNoSecret() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read("""
                webhooks:
                  - name: one
                    url: ftp://example.org/hush
                    secret: hush
                    form: teams
                    event: [requested]
                  - name: one
                    url: env:PLAIN
                    secret: env:SHORT
                    events: [asked]
                    timeout: 2h
                  - url: env:MISSING
                    form: slack
                  - name: three
                    url: https://example.org/
                """));

        String told = String.valueOf(refused.getMessage());
        assertThat(told.lines().map(line -> line.substring(line.indexOf(' ') + 1)))
                .containsExactly(
                        "/webhooks/0/url (line 3, column 10): not an http or https URL without user and fragment;"
                                + " every node needs it",
                        "/webhooks/0/form (line 5, column 11): not usable; expected `turnpike`, `slack`",
                        "/webhooks/0/secret (line 4, column 13): not a reference to a secret;"
                                + " write `env:NAME` or `file:/absolute/path`, never the secret",
                        "/webhooks/0/event (line 6, column 12): unknown field `event`; did you mean `events`?",
                        "/webhooks/1/name (line 7, column 11): another webhook of this name; give each its own",
                        "/webhooks/1/url (line 8, column 10): not https, which messages need unless `allowPrivate` is"
                                + " true; every node needs it",
                        "/webhooks/1/secret (line 9, column 13): `env:SHORT` is shorter than 24 bytes;"
                                + " every node needs it",
                        "/webhooks/1/events (line 10, column 13): not usable; expected"
                                + " `requested`, `decided`, `expired`, `used`",
                        "/webhooks/1/timeout (line 11, column 14): not usable; expected a duration from `100ms` to `1m`,"
                                + " such as `5s`",
                        "/webhooks/2 (line 12, column 5): `name` is missing",
                        "/webhooks/2/url (line 12, column 10): `env:MISSING` is not set or empty;"
                                + " every node needs it",
                        "/webhooks/3 (line 14, column 5): `secret` is missing; receivers tell our messages by it;"
                                + " form `slack` needs none");
        assertThat(told).doesNotContain("hush");
    }

    private List<Webhook> read(String text) throws IOException {
        Path file = directory.resolve("webhooks.yaml");
        Files.writeString(file, text);
        return WebhooksFile.read(file, secrets);
    }
}
