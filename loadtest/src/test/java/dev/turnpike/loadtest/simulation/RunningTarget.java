package dev.turnpike.loadtest.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Nodes that run already: with grants that they have, or with documents put where they watch. */
final class RunningTarget implements Target {
    private static final long START_SECONDS = 60;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Behind a balancer, every node has answered by then. */
    private static final int ANSWERS_IN_A_ROW = 30;

    private final List<String> urls;
    private final List<String> tokens;
    private final Optional<Placed> placed;
    private final OptionalInt limit;

    /** Documents of this run, and the upstream that they name. */
    private record Placed(InstantUpstream upstream, Documents documents) implements AutoCloseable {
        @Override
        public void close() {
            documents.close();
            upstream.close();
        }
    }

    private RunningTarget(List<String> urls, List<String> tokens, Optional<Placed> placed, OptionalInt limit) {
        this.urls = urls;
        this.tokens = tokens;
        this.placed = placed;
        this.limit = limit;
    }

    static Target open(int grants, int limit) {
        List<String> urls = Parameter.URL.text().stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .toList();
        try {
            return Parameter.RESOURCES.text().isPresent()
                    ? placing(urls, Path.of(Parameter.RESOURCES.text().get()), grants, limit)
                    : known(urls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Target known(List<String> urls) throws IOException {
        List<String> tokens = Parameter.TOKENS.text().isPresent()
                ? Files.readAllLines(Path.of(Parameter.TOKENS.text().get())).stream()
                        .map(String::strip)
                        .filter(token -> !token.isEmpty())
                        .toList()
                : Parameter.TOKEN.text().stream().toList();
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(
                    "turnpike.url needs turnpike.token, turnpike.tokens or turnpike.resources beside it");
        }
        return new RunningTarget(
                urls,
                tokens,
                Optional.empty(),
                Parameter.LIMIT.text().isPresent()
                        ? OptionalInt.of(Parameter.LIMIT.count(1, Integer.MAX_VALUE))
                        : OptionalInt.empty());
    }

    private static Target placing(List<String> nodes, Path directory, int grants, int limit) throws IOException {
        InstantUpstream upstream = InstantUpstream.start();
        Documents documents = Documents.write(directory, upstream.url(), grants, limit);
        List<String> urls = nodes.stream()
                .map(node ->
                        URI.create(node).resolve("/mcp/" + documents.server()).toString())
                .toList();
        Placed placed = new Placed(upstream, documents);
        try {
            awaitInForce(urls, documents);
        } catch (RuntimeException failure) {
            placed.close();
            throw failure;
        }
        return new RunningTarget(urls, documents.tokens(), Optional.of(placed), OptionalInt.of(limit));
    }

    private static void awaitInForce(List<String> urls, Documents documents) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        String token = documents.tokens().get(documents.tokens().size() - 1);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        int inARow = 0;
        while (inARow < ANSWERS_IN_A_ROW * urls.size()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the nodes do not know the documents after " + START_SECONDS
                        + " s: is turnpike.resources the directory that they watch, with space left in it?");
            }
            if (lists(client, urls.get(inARow % urls.size()), token)) {
                inARow++;
            } else {
                inARow = 0;
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private static boolean lists(HttpClient client, String url, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(Request.LIST.body()))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    @Override
    public List<String> urls() {
        return urls;
    }

    @Override
    public List<String> tokens() {
        return tokens;
    }

    @Override
    public OptionalInt limit() {
        return limit;
    }

    @Override
    public OptionalLong reached() {
        return placed.isPresent() ? OptionalLong.of(placed.get().upstream().calls()) : OptionalLong.empty();
    }

    @Override
    public void close() {
        placed.ifPresent(Placed::close);
    }
}
