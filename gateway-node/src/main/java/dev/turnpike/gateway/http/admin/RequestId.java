package dev.turnpike.gateway.http.admin;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an operator, or a proxy, calls a request, so that it is found again in answers and records. */
final class RequestId {
    private static final String HEADER = "X-Request-Id";
    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private RequestId() {}

    /** Takes the id that was sent, or makes one where none is usable, and answers with it. */
    static void give(RoutingContext request) {
        @Nullable String sent = request.request().getHeader(HEADER);
        String id = sent != null && USABLE.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        request.put(HEADER, id);
        request.response().putHeader(HEADER, id);
    }

    /** The id; empty for a request that was given none. */
    static String of(RoutingContext request) {
        @Nullable String id = request.get(HEADER);
        return id == null ? "" : id;
    }
}
