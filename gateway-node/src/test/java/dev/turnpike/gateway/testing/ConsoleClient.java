package dev.turnpike.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser as far as the console goes: it keeps the cookie and sends the forms of pages. */
public final class ConsoleClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private final String url;
    private String cookie = "";
    private String form = "";

    /** The console of the node with this management port. */
    public ConsoleClient(int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    /** The same with a session's cookie that holds this. */
    public ConsoleClient withCookie(String value) {
        cookie = "turnpike-console=" + value;
        return this;
    }

    /** Signs in, and reads the secret of the session's forms off the first page. */
    public HttpResponse<String> signIn(String token) {
        HttpResponse<String> answer = post("/console/sign-in", "token=" + encoded(token));
        answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", 2)[0]);
        Matcher page = FORM.matcher(send("GET", "/console/").body());
        form = page.find() ? page.group(1) : "";
        return answer;
    }

    /** Asks for a page, or sends a form that holds nothing else. */
    public HttpResponse<String> send(String method, String path) {
        return method.equals("POST")
                ? post(path, "form=" + encoded(form))
                : send(request(path).GET());
    }

    private HttpResponse<String> post(String path, String fields) {
        return send(request(path)
                .header("Origin", url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
