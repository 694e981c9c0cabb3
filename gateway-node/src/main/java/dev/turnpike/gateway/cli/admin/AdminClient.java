package dev.turnpike.gateway.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.tls.Authorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** The admin API of a node, as an operator. Blocks; answers are bounded in size. */
public final class AdminClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 16 << 20;

    private final HttpClient http;
    private final String base;
    private final Secret token;

    /**
     * A client of one node.
     *
     * @param management where the node is asked, without path
     * @param authorities who may vouch for nodes; empty for those that Java trusts
     */
    public AdminClient(URI management, Secret token, Optional<Authorities> authorities) {
        this(http(authorities), management, token);
    }

    private AdminClient(HttpClient http, URI management, Secret token) {
        this.http = http;
        this.base = management.toString().replaceFirst("/$", "") + "/admin/v1";
        this.token = token;
    }

    /** The same operator at another node. */
    public AdminClient at(URI other) {
        return new AdminClient(http, other, token);
    }

    private static HttpClient http(Optional<Authorities> authorities) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        authorities.map(Authorities::context).ifPresent(builder::sslContext);
        return builder.build();
    }

    /**
     * What was answered.
     *
     * @param tag the {@code ETag}; empty without one
     */
    public record Answer(JsonNode json, String tag) {}

    /**
     * A request with the operator's token.
     *
     * @param path below {@code /admin/v1}
     */
    public HttpRequest.Builder request(String path, Duration patience) {
        try {
            return HttpRequest.newBuilder(URI.create(base + path))
                    .header("Authorization", "Bearer " + token.reveal())
                    .timeout(patience);
        } catch (IllegalArgumentException e) {
            throw new AdminException(0, "not a URL of HTTP: " + PlainText.of(base));
        }
    }

    /**
     * Asks for an object.
     *
     * @throws AdminException if there is none
     */
    public Answer ask(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = send(request);
        JsonNode json = read(response);
        if (response.statusCode() != 200 || !json.isObject()) {
            throw refusal(response.statusCode(), json);
        }
        return new Answer(json, response.headers().firstValue("ETag").orElse(""));
    }

    /**
     * Opens a stream; to be closed.
     *
     * @throws AdminException if it is refused
     */
    public InputStream open(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = send(request);
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), read(response));
        }
        return response.body();
    }

    /** A text as a part of a URL. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw silent("no answer within " + request.timeout().orElse(CONNECT).toSeconds() + " s");
        } catch (ConnectException e) {
            throw silent("unknown host or connection refused");
        } catch (SSLHandshakeException e) {
            throw silent(Untrusted.reason(e));
        } catch (IOException e) {
            throw silent(e.getMessage() == null ? "the connection failed" : PlainText.of(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException(0, "interrupted");
        }
    }

    private JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES ? MissingNode.getInstance() : ExactJson.read(bytes);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw silent("the answer broke off");
        }
    }

    private AdminException refusal(int status, JsonNode problem) {
        String detail = PlainText.of(problem.path("detail").asText(""), 500);
        return new AdminException(
                status, detail.isEmpty() ? base + " is no admin API (HTTP " + status + ")" : detail, problem);
    }

    private AdminException silent(String why) {
        return new AdminException(0, PlainText.of(base) + " does not answer: " + why);
    }
}
