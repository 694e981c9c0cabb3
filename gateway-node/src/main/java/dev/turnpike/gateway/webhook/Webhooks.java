package dev.turnpike.gateway.webhook;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.gateway.approvals.Announcer;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Tells all configured webhooks what happens to approvals. Thread-safe; never blocks but for {@link #lookUp}. */
public final class Webhooks implements Announcer, AutoCloseable {
    /** The most messages that wait for one webhook. */
    private static final int MOST_WAITING = 10_000;

    private final List<Outbox> outboxes;
    private final Post post;
    private final Bodies bodies;
    private final InstantSource clock;

    private Webhooks(
            Vertx vertx,
            List<Webhook> configured,
            Resolver resolver,
            ApprovalJson json,
            Meters meters,
            InstantSource clock,
            Pace pace,
            int mostWaiting,
            UnaryOperator<HttpClientOptions> options) {
        this.post = new Post(vertx, resolver, options);
        this.bodies = new Bodies(json);
        this.clock = clock;
        this.outboxes = configured.stream()
                .map(each -> new Outbox(vertx, each, this::send, pace, meters, clock, mostWaiting))
                .toList();
    }

    /** Opens the configured ones; reads their secrets. */
    public static Webhooks open(
            Vertx vertx,
            List<Webhook> configured,
            Secrets secrets,
            Resolver resolver,
            ApprovalJson json,
            Meters meters,
            InstantSource clock) {
        return open(
                vertx,
                configured,
                secrets,
                resolver,
                json,
                meters,
                clock,
                Pace.DOUBLING,
                MOST_WAITING,
                UnaryOperator.identity());
    }

    static Webhooks open(
            Vertx vertx,
            List<Webhook> configured,
            Secrets secrets,
            Resolver resolver,
            ApprovalJson json,
            Meters meters,
            InstantSource clock,
            Pace pace,
            int mostWaiting,
            UnaryOperator<HttpClientOptions> options) {
        Webhooks webhooks = new Webhooks(vertx, configured, resolver, json, meters, clock, pace, mostWaiting, options);
        webhooks.lookUp(secrets);
        return webhooks;
    }

    /** Looks all addresses and secrets up again; reads files: not for an event loop. */
    public void lookUp(Secrets secrets) {
        outboxes.forEach(outbox -> outbox.lookUp(secrets));
    }

    @Override
    public CompletionStage<Void> announce(Approval approval, ApprovalStep step) {
        Optional<Webhook.Event> event = Bodies.event(step);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Outbox outbox : outboxes) {
            if (event.filter(outbox::wants).isPresent()) {
                Message message = new Message(approval, step, clock.millis(), new CompletableFuture<>());
                all.add(message.settled());
                outbox.add(message);
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    @Override
    public void forget(String approval) {
        outboxes.forEach(
                outbox -> outbox.drop(message -> message.approval().id().equals(approval)));
    }

    /** Sends no more; what was not delivered is left to the next node. */
    @Override
    public void close() {
        outboxes.forEach(Outbox::close);
        post.close();
    }

    private Future<Outcome> send(Webhook webhook, Webhook.Endpoint endpoint, Message message, int tries) {
        Buffer body = bodies.write(webhook.form(), message);
        long now = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", "turnpike");
        headers.put("webhook-id", message.id());
        headers.put("webhook-timestamp", Long.toString(now));
        endpoint.key()
                .ifPresent(
                        key -> headers.put("webhook-signature", Signature.of(key, message.id(), now, body.getBytes())));
        return post.send(webhook, endpoint, new Post.Letter(headers, body, tries));
    }
}
