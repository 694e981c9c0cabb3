package dev.turnpike.gateway.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.gateway.cli.doctor.BalancerReport.Answer;
import dev.turnpike.gateway.cli.doctor.BalancerReport.StreamReport;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.tls.Authorities;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * Finds out what becomes of requests on the way that agents take. Asks for nothing that reaches an upstream: no tool
 * runs, and nothing is counted against a limit.
 */
final class BalancerExamination {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_TEXT = 4 << 10;
    private static final int MOST_EVENTS = 10;
    private static final String PROBE = "Turnpike-Probe";

    private final HttpClient http;
    private final URI url;

    private BalancerExamination(URI url, Optional<Authorities> authorities) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        authorities.map(Authorities::context).ifPresent(builder::sslContext);
        this.http = builder.build();
        this.url = url;
    }

    /**
     * Sends four requests at most. Blocks.
     *
     * @param headerBytes what headers may take
     * @param token of a grant for the server of the URL
     * @param authorities who may vouch for the URL if none of those does that Java trusts
     */
    static BalancerReport of(URI agents, long headerBytes, Optional<Secret> token, Optional<Authorities> authorities) {
        boolean named = agents.getPath() != null && agents.getPath().startsWith("/mcp/");
        URI url = named ? agents : URI.create(agents.toString().replaceAll("/+$", "") + "/mcp/-");
        BalancerExamination usual = new BalancerExamination(url, Optional.empty());
        Answer first = usual.ask(request -> request);
        boolean other = first.status() == 0 && authorities.isPresent();
        BalancerExamination examination = other ? new BalancerExamination(url, authorities) : usual;
        // Room is left for what balancers add.
        int filler = (int) Math.max(1_024, headerBytes / 4 * 3);
        return new BalancerReport(
                agents,
                other ? examination.ask(request -> request) : first,
                examination.ask(request -> request.header("Turnpike-Filler", "x".repeat(filler))),
                filler,
                token.filter(secret -> named).map(examination::stream));
    }

    /** What is done to a request before it is sent. */
    private interface Change {
        HttpRequest.Builder to(HttpRequest.Builder request);
    }

    private Answer ask(Change change) {
        try {
            HttpRequest request = change.to(HttpRequest.newBuilder(url).header("Accept", "text/event-stream"))
                    .timeout(PATIENCE)
                    .GET()
                    .build();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(
                        response.statusCode(),
                        response.headers().firstValue("WWW-Authenticate").orElse(""),
                        PlainText.of(new String(body.readNBytes(MOST_TEXT), UTF_8)));
            }
        } catch (IOException | IllegalArgumentException failure) {
            String why = failure.getMessage();
            return new Answer(0, "", why == null ? "no connection" : PlainText.of(why));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "", "interrupted");
        }
    }

    private StreamReport stream(Secret token) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token.reveal())
                .header(PROBE, "stream")
                // As clients do; what compresses may gather.
                .header("Accept-Encoding", "gzip")
                .timeout(PATIENCE)
                .GET()
                .build();
        List<Duration> arrivals = new ArrayList<>();
        long sent = System.nanoTime();
        CompletableFuture<StreamReport> reading = http.sendAsync(request, BodyHandlers.ofInputStream())
                .thenApplyAsync(response -> {
                    boolean probe = response.headers().firstValue(PROBE).isPresent();
                    if (response.statusCode() == 200 && probe) {
                        read(response, sent, arrivals);
                    } else {
                        close(response.body());
                    }
                    return new StreamReport(response.statusCode(), probe, copy(arrivals));
                });
        try {
            return reading.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException broken) {
            return new StreamReport(0, false, copy(arrivals));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StreamReport(0, false, copy(arrivals));
        }
    }

    private static void read(HttpResponse<InputStream> response, long sent, List<Duration> arrivals) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(plain(response), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    synchronized (arrivals) {
                        arrivals.add(Duration.ofNanos(System.nanoTime() - sent));
                        if (arrivals.size() == MOST_EVENTS) {
                            return;
                        }
                    }
                }
            }
        } catch (IOException brokenOff) {
            // What came until then counts.
        }
    }

    private static InputStream plain(HttpResponse<InputStream> response) throws IOException {
        boolean compressed = response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        return compressed ? new GZIPInputStream(response.body()) : response.body();
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            // Nobody wants it.
        }
    }

    private static List<Duration> copy(List<Duration> arrivals) {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }
}
