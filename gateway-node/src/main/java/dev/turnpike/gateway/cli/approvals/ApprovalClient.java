package dev.turnpike.gateway.cli.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The admin API of a node, as an operator. Blocks; answers are bounded in size. */
public final class ApprovalClient {
    /** What can stand in a path as it is. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

    private static final String STREAM = "/stream";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 16 << 20;
    private static final int PAGE = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;
    private final Secret token;

    /**
     * A client of one node.
     *
     * @param management where the node is asked, without path
     */
    public ApprovalClient(URI management, Secret token) {
        this.base = management.toString().replaceFirst("/$", "") + "/admin/v1/approvals";
        this.token = token;
    }

    /** What was listed, and whether there are others. */
    public record Listed(List<ApprovalReport> approvals, boolean more) {
        public Listed {
            approvals = List.copyOf(approvals);
        }
    }

    /**
     * The approvals that fit, the oldest first.
     *
     * @param filters as the API has them
     */
    public Listed list(Map<String, String> filters, int most) {
        StringBuilder query = new StringBuilder("?limit=" + Math.min(PAGE, most));
        filters.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(encoded(value)));
        List<ApprovalReport> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = ask(request(query + (after.isEmpty() ? "" : "&after=" + encoded(after))));
            page.path("approvals").forEach(approval -> found.add(new ApprovalReport(approval)));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && found.size() < most);
        boolean more = !after.isEmpty() || found.size() > most;
        return new Listed(found.subList(0, Math.min(most, found.size())), more);
    }

    /**
     * The one approval whose id begins so.
     *
     * @throws ApprovalException if there is none, or more than one
     */
    public ApprovalReport find(String prefix) {
        if (!ID.matcher(prefix).matches() || STREAM.equals("/" + prefix)) {
            throw unknown(prefix);
        }
        try {
            return new ApprovalReport(ask(request("/" + prefix)));
        } catch (ApprovalException failure) {
            if (!failure.isUnknown()) {
                throw failure;
            }
        }
        List<String> ids = list(Map.of("state", "all"), Integer.MAX_VALUE).approvals().stream()
                .map(ApprovalReport::id)
                .filter(id -> id.startsWith(prefix))
                .toList();
        if (ids.isEmpty()) {
            throw unknown(prefix);
        }
        if (ids.size() > 1) {
            throw new ApprovalException(
                    0,
                    "`" + prefix + "` is the beginning of " + ids.size() + " ids: "
                            + String.join(", ", ids.subList(0, Math.min(5, ids.size()))));
        }
        return new ApprovalReport(ask(request("/" + ids.get(0))));
    }

    /** Approves or denies; answers with what has become of it. */
    public ApprovalReport decide(String id, boolean approve, ObjectNode body) {
        return new ApprovalReport(ask(request("/" + id + (approve ? "/approve" : "/deny"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))));
    }

    /** Opens the stream of changes; to be closed. */
    EventLines follow() {
        HttpResponse<InputStream> response = send(request(STREAM));
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), read(response));
        }
        return new EventLines(response.body());
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(base + path))
                    .header("Authorization", "Bearer " + token.reveal())
                    .timeout(PATIENCE);
        } catch (IllegalArgumentException e) {
            throw new ApprovalException(0, "not a URL of HTTP: " + PlainText.of(base));
        }
    }

    private JsonNode ask(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = send(request);
        JsonNode json = read(response);
        if (response.statusCode() != 200 || !json.isObject()) {
            throw refusal(response.statusCode(), json);
        }
        return json;
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw silent("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ConnectException e) {
            throw silent("unknown host or connection refused");
        } catch (IOException e) {
            throw silent(e.getMessage() == null ? "the connection failed" : PlainText.of(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApprovalException(0, "interrupted");
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

    private ApprovalException refusal(int status, JsonNode problem) {
        String detail = PlainText.of(problem.path("detail").asText(""), 500);
        return new ApprovalException(
                status, detail.isEmpty() ? base + " is no admin API (HTTP " + status + ")" : detail);
    }

    private ApprovalException silent(String why) {
        return new ApprovalException(0, PlainText.of(base) + " does not answer: " + why);
    }

    private static ApprovalException unknown(String prefix) {
        return new ApprovalException(404, "no approval has the id `" + PlainText.of(prefix) + "`");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
