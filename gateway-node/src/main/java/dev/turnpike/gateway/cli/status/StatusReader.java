package dev.turnpike.gateway.cli.status;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.cli.admin.Untrusted;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.cli.status.NodeReport.Member;
import dev.turnpike.gateway.tls.Authorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Asks nodes for their status, within a time and a size. Blocks. */
public final class StatusReader {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 4 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http;

    /** @param authorities who may vouch for nodes; empty for those that Java trusts */
    public StatusReader(Optional<Authorities> authorities) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        authorities.map(Authorities::context).ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /**
     * The status of a node's cluster: its own, and that of every member that it names.
     *
     * @param management where the node is asked, without path
     */
    public ClusterStatus read(URI management) {
        return read("node", management.toString(), List.of());
    }

    /**
     * The same, and that of nodes that were seen before.
     *
     * @param name what the node is called as long as it does not say so
     */
    ClusterStatus read(String name, String management, List<Member> known) {
        CompletableFuture<NodeStatus> asked = ask(name, management);
        Map<String, CompletableFuture<NodeStatus>> others = new LinkedHashMap<>();
        known.stream()
                .filter(member -> !member.name().equals(name))
                .forEach(member -> others.put(member.name(), ask(member)));
        NodeStatus first = asked.join();
        others.remove(first.name());
        first.report().map(report -> report.grid().members()).orElse(List.of()).stream()
                .filter(member -> !member.name().equals(first.name()))
                .forEach(member -> others.computeIfAbsent(member.name(), unseen -> ask(member)));
        List<NodeStatus> nodes = new ArrayList<>(List.of(first));
        others.values().forEach(answer -> nodes.add(answer.join()));
        return new ClusterStatus(nodes);
    }

    private CompletableFuture<NodeStatus> ask(Member member) {
        return member.management().isEmpty()
                ? CompletableFuture.completedFuture(
                        NodeStatus.silent(member.name(), member.address(), "it has not said where it can be asked"))
                : ask(member.name(), member.management());
    }

    private CompletableFuture<NodeStatus> ask(String name, String management) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(management.replaceFirst("/$", "") + "/statusz"))
                    .timeout(PATIENCE)
                    .build();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(NodeStatus.silent(name, management, "not a URL of HTTP"));
        }
        Instant sent = Instant.now();
        long sentNanos = System.nanoTime();
        // The request's own timeout ends with the head of the answer.
        return http.sendAsync(request, BodyHandlers.ofInputStream())
                .thenApplyAsync(response -> NodeStatus.said(
                        management,
                        NodeReport.of(read(response)),
                        sent,
                        Duration.ofNanos(System.nanoTime() - sentNanos)))
                .orTimeout(2 * PATIENCE.toMillis(), MILLISECONDS)
                .exceptionally(failure -> NodeStatus.silent(name, management, reason(failure)));
    }

    private static JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            JsonNode json = bytes.length > MOST_BYTES ? MAPPER.missingNode() : MAPPER.readTree(bytes);
            if (response.statusCode() != 200 || !json.path("grid").isObject()) {
                throw new NoStatusException("it has no status (HTTP " + response.statusCode() + ")");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new NoStatusException("it has no status (HTTP " + response.statusCode() + ")");
        } catch (IOException e) {
            throw new NoStatusException("the answer broke off");
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        if (cause instanceof ConnectException) {
            return "unknown host or connection refused";
        }
        if (cause instanceof SSLHandshakeException untrusted) {
            return Untrusted.reason(untrusted);
        }
        return cause.getMessage() == null ? "the connection failed" : PlainText.of(cause.getMessage());
    }

    /** An answer that is no status. */
    private static final class NoStatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoStatusException(String why) {
            super(why, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        }
    }
}
