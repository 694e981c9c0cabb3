package dev.turnpike.gateway.http.console;

import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;

/** Where a form was sent from: browsers say so, and a page cannot change it (Fetch standard, "Origin" header). */
final class Origins {
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private final Optional<URI> console;

    /** @param console what people call the management port, if it is set */
    Origins(Optional<URI> console) {
        this.console = console;
    }

    /**
     * Lets nothing pass that does not come from a page of this console.
     *
     * @throws Rejected 403
     */
    void requireOwn(HttpServerRequest request) {
        String site = request.getHeader(FETCH_SITE);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean sameSite = site == null || site.equals("same-origin");
        boolean sameOrigin = origin == null || isOwn(origin, String.valueOf(request.authority()));
        if (!sameSite || !sameOrigin || (site == null && origin == null)) {
            throw new Rejected(403, "origin", "the form was not sent from a page of this console");
        }
    }

    /** Whether another site's page led here, which a browser sends no strict cookie with. */
    static boolean isFromElsewhere(HttpServerRequest request) {
        String site = request.getHeader(FETCH_SITE);
        return "cross-site".equals(site) || "same-site".equals(site);
    }

    private boolean isOwn(String origin, String authority) {
        return origin.equals("http://" + authority)
                || origin.equals("https://" + authority)
                || console.map(URI::toString).filter(origin::equals).isPresent();
    }
}
