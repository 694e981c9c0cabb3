package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.config.PolicyReference;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The routes by which documents are seen. Confined to the event loop of the management port. */
final class ResourceRoutes {
    static final String ALL = "/admin/v1/resources";
    static final String ONE = ALL + "/:kind/:name";

    private final Editing editing;

    ResourceRoutes(Editing editing) {
        this.editing = editing;
    }

    void mount(Routes routes) {
        routes.on(ALL).serves(HttpMethod.GET, Right.SEE_DOCUMENTS, this::list);
        routes.on(ONE).serves(HttpMethod.GET, Right.SEE_DOCUMENTS, this::show);
    }

    private void list(RoutingContext request, Operator operator) {
        ResourceQuery query = ResourceQuery.of(request.queryParams());
        Registry.Snapshot stored = editing.snapshot();
        request.response().putHeader(HttpHeaders.ETAG, Precondition.tag(stored.revision()));
        Routes.answer(request, ResourcePage.of(stored, query).json(query.documents()));
    }

    private void show(RoutingContext request, Operator operator) {
        Resource found = Optional.ofNullable(editing.snapshot().resources().get(id(request)))
                .orElseThrow(ResourceRoutes::unknown);
        request.response().putHeader(HttpHeaders.ETAG, Precondition.tag(found.revision()));
        Routes.answer(request, document(found));
    }

    /**
     * The document that the path names, be it there or not.
     *
     * @throws Rejected 404 if there can be none
     */
    static Resource.Id id(RoutingContext request) {
        Resource.Id id = new Resource.Id(
                kind(request.pathParam("kind")).orElseThrow(ResourceRoutes::unknown), request.pathParam("name"));
        if (PolicyReference.isPin(id)) {
            throw unknown();
        }
        return id;
    }

    static Rejected unknown() {
        return new Rejected(404, "unknown", "there is no such document");
    }

    static Optional<Resource.Kind> kind(String text) {
        return Arrays.stream(Resource.Kind.values())
                .filter(kind -> text(kind).equals(text))
                .findFirst();
    }

    static String text(Resource.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The normal form. */
    static ObjectNode document(Resource resource) {
        return NormalForm.read(resource.json());
    }
}
