package dev.turnpike.gateway.http;

import dev.turnpike.gateway.config.WebAccess;
import dev.turnpike.gateway.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** The port of operators, probes and Prometheus. */
public final class ManagementPort {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private ManagementPort() {}

    /**
     * The routes: {@code /metrics}, {@code /healthz} (the process answers), {@code /readyz} (it may be sent requests) and
     * {@code /statusz} (the node and its cluster, as JSON). Others can be added while it serves; until then, what is below
     * {@code /admin} is not there yet.
     *
     * @param status how the node is at the moment; never blocks
     */
    public static Router router(Vertx vertx, WebAccess access, Meters meters, Supplier<NodeStatus> status) {
        Router router = Router.router(vertx);
        router.route().handler(request -> {
            request.addEndHandler(ended -> vertx.runOnContext(later -> UnreadBody.refuse(vertx, request.request())));
            checkAddress(request, access);
        });
        router.get("/metrics")
                .handler(request -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT)
                        .end(meters.scrape()));
        router.get("/healthz").handler(request -> text(request, 200, "ok"));
        router.get("/readyz").handler(request -> {
            String why = status.get().notReady();
            text(request, why.isEmpty() ? 200 : 503, why.isEmpty() ? "ready" : why);
        });
        router.get("/statusz")
                .handler(request -> request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(status.get().json() + "\n"));
        router.route("/admin/*").last().handler(request -> text(request, 503, "the node is starting"));
        return router;
    }

    private static void checkAddress(RoutingContext request, WebAccess access) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        String authority = String.valueOf(request.request().authority());
        boolean host = request.request().authority() != null && access.allowsHost(authority);
        if (host && (origin == null || access.allowsOrigin(origin) || isOwn(origin, authority))) {
            request.next();
        } else {
            text(request, 403, "this host or origin is not allowed");
        }
    }

    /** A page of this very port, such as one of the console. */
    private static boolean isOwn(String origin, String authority) {
        return origin.equals("http://" + authority) || origin.equals("https://" + authority);
    }

    private static void text(RoutingContext request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(text + "\n");
    }
}
