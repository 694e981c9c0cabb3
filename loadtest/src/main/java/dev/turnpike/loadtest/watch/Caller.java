package dev.turnpike.loadtest.watch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Agents and people: they send requests, and do not care much for the answers. Thread-safe. */
final class Caller implements AutoCloseable {
    static final String GRANT = "tpk_watch-watch-watch-watch-watch-watch-watch-0";
    static final String PERSON = "tpo_watch-watch-watch-watch-watch-watch-watch-0";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "callers");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong calls = new AtomicLong();

    /** One call; the answer's text, or an empty one. */
    CompletableFuture<String> call(String agents, String tool, String more) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"n\":" + calls.incrementAndGet() + more + "}}}";
        return post(agents + "/mcp/watched", GRANT, message);
    }

    /** Something else that agents send. */
    CompletableFuture<String> list(String agents) {
        return post(agents + "/mcp/watched", GRANT, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    }

    /** What an operator sends. */
    CompletableFuture<String> operate(String management, String path, String body) {
        return post(management + "/admin/v1" + path, PERSON, body);
    }

    CompletableFuture<String> read(String management, String path) {
        return send(HttpRequest.newBuilder(URI.create(management + "/admin/v1" + path))
                .header("Authorization", "Bearer " + PERSON)
                .timeout(PATIENCE)
                .build());
    }

    /** A metric without labels; infinite if the node does not tell it. */
    CompletableFuture<Double> metric(String management, String name) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(management + "/metrics"))
                .timeout(PATIENCE)
                .build();
        return send(request)
                .thenApply(metrics -> metrics.lines()
                        .filter(line -> line.startsWith(name + " "))
                        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                        .findFirst()
                        .orElse(Double.POSITIVE_INFINITY));
    }

    /** Sends again and again, at a steady pace, until it is cancelled. */
    ScheduledFuture<?> steadily(double perSecond, Supplier<CompletableFuture<String>> each) {
        long period = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        return clock.scheduleAtFixedRate(
                () -> {
                    CompletableFuture<String> unused = each.get();
                },
                0,
                period,
                TimeUnit.NANOSECONDS);
    }

    /** The tools in turn, at a steady pace. */
    ScheduledFuture<?> steadily(double perSecond, String agents, List<String> tools) {
        AtomicLong turn = new AtomicLong();
        return steadily(
                perSecond,
                () -> call(agents, tools.get((int) (turn.getAndIncrement() % tools.size())), /* more= */ ""));
    }

    private CompletableFuture<String> post(String url, String token, String body) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Never completes exceptionally. */
    private CompletableFuture<String> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .exceptionally(failure -> "");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
