package dev.turnpike.gateway.webhook;

import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.webhook.Outcome.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages for one webhook, in order, one on its way at a time; bounded. Confined to a Vert.x context of its own, so
 * that no webhook waits for another.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    static final Duration KEPT = Duration.ofHours(24);
    /** A receiver that does not want a message must not hold up those behind it for ever. */
    private static final int MOST_REJECTIONS = 8;

    private final Webhook webhook;
    private final Sender sender;
    private final Pace pace;
    private final Meters meters;
    private final InstantSource clock;
    private final int most;
    private final Vertx vertx;
    private final Context context;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private volatile int length;
    private volatile Optional<Webhook.Endpoint> endpoint = Optional.empty();
    private @Nullable Message first;
    private int tries;
    private int rejections;
    private boolean lastTry;
    private boolean failing;
    private boolean closed;

    /** Makes one try. */
    @FunctionalInterface
    interface Sender {
        Future<Outcome> send(Webhook webhook, Webhook.Endpoint endpoint, Message message, int tries);
    }

    Outbox(Vertx vertx, Webhook webhook, Sender sender, Pace pace, Meters meters, InstantSource clock, int most) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.webhook = webhook;
        this.sender = sender;
        this.pace = pace;
        this.meters = meters;
        this.clock = clock;
        this.most = most;
        meters.webhookQueue(webhook.name(), () -> length);
    }

    boolean wants(Webhook.Event event) {
        return webhook.events().contains(event);
    }

    /** Looks up where the webhook is; reads files. */
    void lookUp(Secrets secrets) {
        boolean known = endpoint.isPresent();
        try {
            endpoint = Optional.of(webhook.endpoint(secrets));
        } catch (SecretException unusable) {
            endpoint = Optional.empty();
            if (known) {
                LOG.warn("webhook `{}` gets no messages: {}", webhook.name(), unusable.getMessage());
            }
        }
    }

    /** Takes a message; the oldest that waits is given up where there is no room. */
    void add(Message message) {
        context.runOnContext(here -> {
            if (closed) {
                return;
            }
            if (waiting.size() >= most) {
                giveUp(waiting.removeFirst(), "dropped");
            }
            waiting.addLast(message);
            next();
        });
    }

    /** Gives up the messages that are of no use any more. */
    void drop(Predicate<Message> useless) {
        context.runOnContext(here -> {
            waiting.removeIf(message -> {
                boolean drop = useless.test(message);
                if (drop) {
                    giveUp(message, "given_up");
                }
                return drop;
            });
            lastTry |= first != null && useless.test(first);
            count();
        });
    }

    void close() {
        context.runOnContext(here -> {
            closed = true;
            waiting.clear();
        });
    }

    private void next() {
        if (first == null && !closed) {
            first = waiting.pollFirst();
            tries = 0;
            rejections = 0;
            lastTry = false;
            if (first != null) {
                attempt(first);
            }
        }
        count();
    }

    private void count() {
        length = waiting.size() + (first == null ? 0 : 1);
    }

    private void attempt(Message message) {
        if (closed || !isFirst(message)) {
            return;
        }
        if (lastTry || clock.millis() - message.sinceMillis() >= KEPT.toMillis()) {
            giveUp(message, "given_up");
            done();
            return;
        }
        Optional<Webhook.Endpoint> where = endpoint;
        if (where.isEmpty()) {
            settle(message, Outcome.of(Kind.UNCONFIGURED));
            return;
        }
        int failed = tries;
        Future.succeededFuture() // so that a message that cannot be written is a failure, too
                .compose(go -> sender.send(webhook, where.get(), message, failed))
                .onComplete(outcome -> context.runOnContext(here ->
                        settle(message, outcome.succeeded() ? outcome.result() : Outcome.of(Kind.UNREACHABLE))));
    }

    private void settle(Message message, Outcome outcome) {
        if (closed) {
            return; // what fails now fails because of that
        }
        meters.webhook(webhook.name(), outcome.kind().name().toLowerCase(Locale.ROOT));
        report(outcome);
        if (!isFirst(message)) {
            return;
        }
        if (outcome.kind() == Kind.DELIVERED) {
            message.settled().complete(null);
            done();
            return;
        }
        tries++;
        rejections += outcome.kind() == Kind.REJECTED ? 1 : 0;
        if (lastTry || rejections >= MOST_REJECTIONS) {
            giveUp(message, "given_up");
            done();
            return;
        }
        long wait = Math.max(1, Math.max(pace.millisAfter(tries), outcome.retryAfterMillis()));
        vertx.setTimer(wait, over -> context.runOnContext(here -> attempt(message)));
    }

    private boolean isFirst(Message message) {
        return first != null && first.settled() == message.settled();
    }

    private void done() {
        first = null;
        next();
    }

    private void giveUp(Message message, String outcome) {
        meters.webhook(webhook.name(), outcome);
        LOG.warn("webhook `{}` never gets message {}: {}", webhook.name(), message.id(), outcome.replace('_', ' '));
        message.settled().complete(null);
    }

    private void report(Outcome outcome) {
        boolean failed = outcome.kind() != Kind.DELIVERED;
        if (failed && !failing) {
            LOG.warn(
                    "webhook `{}` does not get its messages: {}; they are kept and sent again",
                    webhook.name(),
                    outcome);
        } else if (!failed && failing) {
            LOG.info("webhook `{}` gets its messages again", webhook.name());
        }
        failing = failed;
    }
}
