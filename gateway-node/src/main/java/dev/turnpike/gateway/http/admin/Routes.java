package dev.turnpike.gateway.http.admin;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is served below {@code /admin/}, each for who has the right to it. Nobody gets in without a token. Confined to the
 * event loop of the management port.
 */
final class Routes {
    private static final String OPERATOR = "operator";

    private final OperatorAccess access;
    private final Map<String, Path> paths = new LinkedHashMap<>();

    Routes(OperatorAccess access) {
        this.access = access;
    }

    /** Something that an operator asks for. */
    interface Action {
        void run(RoutingContext request, Operator operator);
    }

    private record Service(Right right, Action action) {}

    /** What is served at one path. */
    static final class Path {
        private final Map<HttpMethod, Service> services = new LinkedHashMap<>();

        /** Serves a method to operators who have the right. */
        Path serves(HttpMethod method, Right right, Action action) {
            services.put(method, new Service(right, action));
            return this;
        }
    }

    /** The path, in the form of the router: {@code /admin/v1/things/:id}. */
    Path on(String path) {
        return paths.computeIfAbsent(path, none -> new Path());
    }

    /** Adds everything to a router. */
    void mount(Router router) {
        router.route("/admin/*").handler(this::signIn).failureHandler(ProblemReply::fail);
        paths.forEach((path, served) -> {
            served.services.forEach((method, service) -> router.route(method, path)
                    .handler(request -> {
                        Operator operator = request.get(OPERATOR);
                        OperatorAccess.require(operator, service.right());
                        service.action().run(request, operator);
                    }));
            router.route(path).handler(request -> {
                throw otherMethod(served);
            });
        });
        router.route("/admin/*").handler(request -> {
            throw new Rejected(404, "path", "nothing is served here; see " + AdminApi.DESCRIPTION);
        });
    }

    /** Answers with a document that nobody may keep. */
    static void answer(RoutingContext request, ObjectNode body) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(body + "\n"));
    }

    private void signIn(RoutingContext request) {
        RequestId.give(request);
        request.put(OPERATOR, access.operator(request.request()));
        request.next();
    }

    private static Rejected otherMethod(Path served) {
        String methods = served.services.keySet().stream().map(HttpMethod::name).collect(joining(", "));
        return new Rejected(405, "method", "the method is " + methods).with(HttpHeaders.ALLOW, methods);
    }
}
