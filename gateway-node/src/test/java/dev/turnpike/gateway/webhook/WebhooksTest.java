package dev.turnpike.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.approvals.Desk;
import dev.turnpike.gateway.webhook.Receiver.Received;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    @Test
    void aMessageIsSignedAndHoldsNoArgument() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            String id = sending.request("create_charge");
            await().until(sending::isSettled);

            Received message = receiver.received().get(0);
            assertThat(message.id()).isEqualTo(id + "_1");
            assertThat(message.timestamp())
                    .isEqualTo(
                            Long.toString(Instant.parse("2026-03-01T12:00:00Z").getEpochSecond()));
            assertThat(message.signature()).isEqualTo("v1," + hmac(message));
            assertThat(message.body())
                    .doesNotContain("4711")
                    .doesNotContain("hush")
                    .doesNotContain(Desk.FINGERPRINT);
            JsonNode json = message.json();
            assertThat(json.path("type").asText()).isEqualTo("approval.requested");
            assertThat(json.path("timestamp").asText()).isEqualTo("2026-03-01T12:00:00Z");
            assertThat(json.at("/approval/id").asText()).isEqualTo(id);
            assertThat(json.at("/approval/state").asText()).isEqualTo("pending");
            assertThat(json.at("/approval/expiresAt").asText()).isEqualTo("2026-03-01T12:30:00Z");
            assertThat(json.at("/approval/url").asText())
                    .isEqualTo("https://turnpike.example.org/console/approvals/" + id);
            assertThat(json.path("text").asText())
                    .isEqualTo("alice asks to call create_charge on kestra until 2026-03-01T12:30:00Z:"
                            + " Payments need a person.");
        }
    }

    @Test
    void messagesArriveInTheOrderOfTheSteps() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            List<String> ids = IntStream.range(0, 30)
                    .mapToObj(i -> sending.request("tool_" + i))
                    .toList();
            await().until(sending::isSettled);

            assertThat(receiver.received())
                    .extracting(message -> message.json().at("/approval/id").asText())
                    .containsExactlyElementsOf(ids);
        }
    }

    @Test
    void aWebhookHearsOfWhatItAskedForOnly() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(
                        "{name: oncall, url: \"%s\", secret: \"env:KEY\", allowPrivate: true, events: [decided]}"
                                .formatted(receiver.url()))) {
            String id = sending.request("create_charge");
            sending.desk().decide(id, /* approve= */ false, "not today");
            sending.announce(id, 1);
            await().until(sending::isSettled);

            assertThat(receiver.types()).containsExactly("approval.denied");
            assertThat(receiver.received().get(0).json().path("text").asText())
                    .isEqualTo("carol denied create_charge on kestra for alice: not today");
        }
    }

    @Test
    void whileTheReceiverIsDownMessagesWaitAndThenArriveOnce() throws Exception {
        Receiver gone = new Receiver();
        String line = Sending.local("oncall", gone);
        int port = gone.port();
        gone.close();
        try (Sending sending = Sending.to(line)) {
            sending.request("one");
            sending.request("two");
            await().until(() -> sending.outcomes("oncall", "unreachable") >= 3);
            assertThat(sending.isSettled()).isFalse();
            try (Receiver back = new Receiver(port)) {
                await().until(sending::isSettled);
                assertThat(back.received())
                        .extracting(
                                message -> message.json().at("/approval/tool").asText())
                        .containsExactly("one", "two");
                assertThat(sending.outcomes("oncall", "delivered")).isEqualTo(2);
            }
        }
    }

    @Test
    void aReceiverInTroubleIsTriedAgainWithTheSameId() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            receiver.answers(500);
            sending.request("create_charge");
            await().until(() -> receiver.received().size() >= 3);
            receiver.answers(200);
            await().until(sending::isSettled);

            assertThat(receiver.received())
                    .extracting(Received::id)
                    .containsOnly(receiver.received().get(0).id());
        }
    }

    @Test
    void aMessageThatIsNotWantedDoesNotHoldUpTheNext() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            receiver.answers(400);
            sending.request("create_charge");
            await().until(sending::isSettled);
            receiver.answers(200);
            sending.request("delete_charge");
            await().until(sending::isSettled);

            assertThat(sending.outcomes("oncall", "rejected")).isEqualTo(8);
            assertThat(sending.outcomes("oncall", "given_up")).isEqualTo(1);
            assertThat(sending.outcomes("oncall", "delivered")).isEqualTo(1);
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (Receiver other = new Receiver();
                Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            receiver.redirects(other.url());
            sending.request("create_charge");
            await().until(() -> sending.outcomes("oncall", "failed") >= 2);

            assertThat(other.received()).isEmpty();
            assertThat(sending.isSettled()).isFalse();
        }
    }

    @Test
    void oneThatNeverAnswersDelaysNoOther() throws Exception {
        try (Receiver slow = new Receiver();
                Receiver quick = new Receiver();
                Sending sending = Sending.to(Sending.local("slow", slow), Sending.local("quick", quick))) {
            slow.falls();
            IntStream.range(0, 20).forEach(i -> sending.request("tool_" + i));
            await().until(() -> quick.received().size() == 20);

            assertThat(slow.received()).hasSize(1);
            assertThat(sending.isSettled()).isFalse();
            assertThat(sending.metrics()).contains("turnpike_webhooks_queued{target=\"slow\"} 20.0");
        }
    }

    @Test
    void oneThatDoesNotAnswerInTimeIsTriedAgain() throws Exception {
        try (Receiver slow = new Receiver();
                Sending sending =
                        Sending.to("{name: slow, url: \"%s\", secret: \"env:KEY\", allowPrivate: true, timeout: 100ms}"
                                .formatted(slow.url()))) {
            slow.falls();
            sending.request("create_charge");

            await().until(() -> sending.outcomes("slow", "timeout") >= 2);
        }
    }

    @Test
    void whereTooManyWaitTheOldestAreGivenUp() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.with(
                        Map.of("127.0.0.1", List.of("127.0.0.1")),
                        /* mostWaiting= */ 2,
                        UnaryOperator.identity(),
                        Sending.local("oncall", receiver))) {
            receiver.answers(503);
            sending.request("first");
            await().until(() -> receiver.received().size() >= 1);
            IntStream.range(0, 5).forEach(i -> sending.request("tool_" + i));
            await().until(() -> sending.outcomes("oncall", "dropped") == 3);
            int refused = receiver.received().size();
            receiver.answers(200);
            await().until(sending::isSettled);

            assertThat(receiver.received().subList(refused, receiver.received().size()))
                    .extracting(message -> message.json().at("/approval/tool").asText())
                    .endsWith("first", "tool_3", "tool_4");
        }
    }

    @Test
    void afterADayAMessageIsGivenUp() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            receiver.answers(500);
            sending.request("create_charge");
            await().until(() -> !receiver.received().isEmpty());
            sending.desk().move(Duration.ofHours(24));
            await().until(sending::isSettled);

            assertThat(sending.outcomes("oncall", "given_up")).isEqualTo(1);
        }
    }

    @Test
    void whatIsForgottenIsSentNoMore() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.to(Sending.local("oncall", receiver))) {
            receiver.answers(500);
            String one = sending.request("one");
            String two = sending.request("two");
            await().until(() -> !receiver.received().isEmpty());
            sending.forget(two);
            await().until(() -> sending.outcomes("oncall", "given_up") == 1);
            receiver.answers(200);
            await().until(sending::isSettled);

            assertThat(receiver.received())
                    .extracting(message -> message.json().at("/approval/id").asText())
                    .containsOnly(one);
        }
    }

    /** As a receiver checks it, by the specification alone. */
    private static String hmac(Received message) throws Exception {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write((message.id() + "." + message.timestamp() + ".").getBytes(UTF_8));
        signed.write(message.body().getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Sending.KEY.getBytes(UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    }
}
