package dev.turnpike.gateway.webhook;

import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Desk;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.config.WebhooksFile;
import dev.turnpike.gateway.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Webhooks of a test, with what they are given and what became of it. */
final class Sending implements AutoCloseable {
    static final String KEY = "a-key-of-a-test-that-is-long-enough";

    private final Vertx vertx = Vertx.vertx();
    private final Desk desk = new Desk();
    private final Meters meters = new Meters();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> settled = new ArrayList<>();
    private final Webhooks webhooks;

    private Sending(
            List<Webhook> configured,
            Secrets secrets,
            Map<String, List<String>> addresses,
            int mostWaiting,
            UnaryOperator<HttpClientOptions> options) {
        Resolver resolver = host -> {
            names.add(host);
            return addresses.containsKey(host)
                    ? Future.succeededFuture(
                            addresses.get(host).stream().map(Sending::address).toList())
                    : Future.failedFuture("no such host");
        };
        webhooks = Webhooks.open(
                vertx,
                configured,
                secrets,
                resolver,
                new ApprovalJson(approval -> false, id -> "https://turnpike.example.org/console/approvals/" + id),
                meters,
                desk,
                tries -> 10,
                mostWaiting,
                options);
    }

    /** The webhooks of a file, which may be on this machine. */
    static Sending to(String... lines) {
        return with(Map.of("127.0.0.1", List.of("127.0.0.1")), 10_000, UnaryOperator.identity(), lines);
    }

    /** The webhooks of a file, with the addresses of their names. */
    static Sending with(
            Map<String, List<String>> addresses,
            int mostWaiting,
            UnaryOperator<HttpClientOptions> options,
            String... lines) {
        try {
            Path file = Files.createTempFile("webhooks", ".yaml");
            try {
                Files.writeString(file, "webhooks:\n- " + String.join("\n- ", lines) + "\n");
                Secrets secrets = new Secrets(Map.of("KEY", KEY));
                return new Sending(WebhooksFile.read(file, secrets), secrets, addresses, mostWaiting, options);
            } finally {
                Files.delete(file);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** A line of the file: our form, on this machine. */
    static String local(String name, Receiver receiver) {
        return "{name: %s, url: \"%s\", secret: \"env:KEY\", allowPrivate: true}".formatted(name, receiver.url());
    }

    Desk desk() {
        return desk;
    }

    /** Opens an approval, and tells of it. */
    String request(String tool) {
        String id = desk.ask(tool);
        announce(id, 0);
        return id;
    }

    /** Tells of a step of an approval, by its place among the steps. */
    void announce(String id, int step) {
        var approval = desk.find(id).withoutArguments();
        settled.add(webhooks.announce(approval, approval.steps().get(step)).toCompletableFuture());
    }

    void forget(String id) {
        webhooks.forget(id);
    }

    /** Whether everything has arrived or was given up. */
    boolean isSettled() {
        return settled.stream().allMatch(CompletableFuture::isDone);
    }

    /** How many tries or messages had that outcome. */
    double outcomes(String target, String outcome) {
        String line = "turnpike_webhooks_total{outcome=\"" + outcome + "\",target=\"" + target + "\"}";
        return meters.scrape()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' '))))
                .sum();
    }

    String metrics() {
        return meters.scrape();
    }

    /** The names that were looked up, each as often as it was. */
    List<String> names() {
        return names;
    }

    @Override
    public void close() {
        webhooks.close();
        try {
            vertx.close().await(10, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(late);
        }
        meters.close();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(literal, malformed);
        }
    }
}
