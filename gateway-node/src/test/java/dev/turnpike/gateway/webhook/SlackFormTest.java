package dev.turnpike.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class SlackFormTest {
    @Test
    void slackGetsWhoAsksForWhatUntilWhenAndALink() throws Exception {
        JsonNode body = sent("create_charge");

        assertThat(body.path("text").asText()).startsWith("alice asks to call create_charge on kestra until");
        assertThat(body.at("/blocks/0/text/text").asText()).isEqualTo("""
                *A call needs approval*
                `alice` · `create_charge` on `kestra`
                rule `/tools/create_charge/approve_if`
                Payments need a person.
                until 2026-03-01T12:30:00Z""");
        assertThat(body.at("/blocks/1/text/text").asText())
                .matches("<https://turnpike\\.example\\.org/console/approvals/a[0-9a-z]+\\|Open in the console>");
    }

    @Test
    void whatAnAgentChoseBecomesNeitherMentionNorLinkNorFormat() throws Exception {
        String body = sent("<!channel> <https://evil|ok> ` *b* & @here\u202e \n" + "x".repeat(200))
                .toString();

        assertThat(body)
                .doesNotContain("<!channel>")
                .doesNotContain("<https://evil")
                .contains("`&lt;!channel&gt; &lt;https://evil|ok&gt; ' *b* &amp; @here ")
                .contains("\"verbatim\":true")
                .contains("\"parse\":\"none\"")
                .doesNotContain("4711", "\u202e")
                .hasSizeLessThan(8_000);
    }

    private static JsonNode sent(String tool) throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(
                        "{name: chat, url: \"%s\", form: slack, allowPrivate: true}".formatted(receiver.url()))) {
            sending.request(tool);
            await().until(sending::isSettled);
            return receiver.received().get(0).json();
        }
    }
}
