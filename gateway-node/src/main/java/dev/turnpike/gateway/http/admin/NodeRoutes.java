package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.http.NodeStatus;
import io.vertx.core.http.HttpMethod;
import java.util.function.Supplier;

/** The route by which the nodes of the cluster are seen. */
final class NodeRoutes {
    static final String NODES = "/admin/v1/nodes";

    private final Supplier<NodeStatus> status;

    NodeRoutes(Supplier<NodeStatus> status) {
        this.status = status;
    }

    void mount(Routes routes) {
        routes.on(NODES)
                .serves(
                        HttpMethod.GET,
                        Right.SEE_NODES,
                        (request, operator) ->
                                Routes.answer(request, status.get().nodes()));
    }
}
