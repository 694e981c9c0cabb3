package dev.turnpike.gateway.http.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.http.NodeStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** The admin API. Confined to the event loop of the management port. */
public final class AdminApi {
    static final String DESCRIPTION = "/admin/v1/openapi.json";

    private final Routes routes;
    private final String description = description();

    /**
     * The API in front of these.
     *
     * @param status how the node is at the moment; never blocks
     */
    public AdminApi(
            Vertx vertx,
            OperatorAccess access,
            Approvals approvals,
            ApprovalJson json,
            ApprovalStream stream,
            Editing editing,
            Counting counting,
            RecordRoutes records,
            Supplier<NodeStatus> status) {
        routes = new Routes(access);
        new ApprovalRoutes(vertx, approvals, json, stream).mount(routes);
        new ResourceRoutes(editing).mount(routes);
        new RevisionRoutes(vertx, editing).mount(routes);
        new EditRoutes(vertx, editing).mount(routes);
        new CounterRoutes(vertx, counting).mount(routes);
        new NodeRoutes(status).mount(routes);
        records.mount(routes);
        routes.on(DESCRIPTION)
                .serves(
                        HttpMethod.GET,
                        Right.SEE_DOCUMENTS,
                        (request, operator) -> request.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(description));
    }

    /** Adds the routes, all below {@code /admin/}. */
    public void mount(Router router) {
        routes.mount(router);
    }

    /** What the API is, as OpenAPI 3.1 has it. */
    static String description() {
        try (InputStream text = requireNonNull(AdminApi.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
