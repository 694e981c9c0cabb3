package dev.turnpike.gateway.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The pages' templates, and the headers that every page has. */
final class Pages {
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";
    private static final String HTML = "text/html; charset=utf-8";

    private final Mustache.Compiler compiler = Mustache.compiler()
            .withEscaper(Legible.ESCAPER)
            .withLoader(name -> new InputStreamReader(open(name + ".mustache"), UTF_8));
    private final Template layout = compiler.compile(new InputStreamReader(open("layout.mustache"), UTF_8));
    private final Map<String, Template> templates = new HashMap<>();
    private final Buffer style = bytes("console.css");
    private final Buffer icon = bytes("icon.svg");

    Pages() {
        for (String name : new String[] {"sign-in", "list", "approval", "message", "passage"}) {
            templates.put(name, compiler.compile(new InputStreamReader(open(name + ".mustache"), UTF_8)));
        }
    }

    /** Answers with a page. */
    void send(HttpServerResponse response, int status, String page, String title, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("title", title);
        all.putIfAbsent("refresh", false);
        all.putIfAbsent("signedIn", false);
        all.put("body", requireNonNull(templates.get(page), page).execute(all));
        secure(response)
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                .end(layout.execute(all));
    }

    void sendStyle(HttpServerResponse response) {
        secure(response)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/css; charset=utf-8")
                .end(style);
    }

    void sendIcon(HttpServerResponse response) {
        secure(response).putHeader(HttpHeaders.CONTENT_TYPE, "image/svg+xml").end(icon);
    }

    /** Leads to another page, which is then fetched anew. */
    static void redirect(HttpServerResponse response, String path) {
        secure(response)
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, path)
                .end();
    }

    /** Nothing but our own style, no frame around, nothing kept. A referrer stays here: without one forms have no origin. */
    private static HttpServerResponse secure(HttpServerResponse response) {
        return response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static InputStream open(String name) {
        return requireNonNull(Pages.class.getResourceAsStream(name), name);
    }

    private static Buffer bytes(String name) {
        try (InputStream in = open(name)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
