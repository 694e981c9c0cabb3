package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.config.PolicyReference;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The routes by which the revisions of policies are seen. Confined to the event loop of the management port. */
final class RevisionRoutes {
    static final String ALL = "/admin/v1/policies/:name/revisions";
    static final String RESTORE = ALL + "/:revision/restore";

    private static final String ONE = ALL + "/:revision";
    private static final int MOST_AT_ONCE = 8;

    private final Vertx vertx;
    private final Editing editing;
    private int underWay;

    RevisionRoutes(Vertx vertx, Editing editing) {
        this.vertx = vertx;
        this.editing = editing;
    }

    void mount(Routes routes) {
        routes.on(ALL).serves(HttpMethod.GET, Right.SEE_DOCUMENTS, this::list);
        routes.on(ONE).serves(HttpMethod.GET, Right.SEE_DOCUMENTS, this::show);
    }

    private void list(RoutingContext request, Operator operator) {
        RevisionQuery query = RevisionQuery.of(request.queryParams());
        Resource.Id policy = policy(request);
        Registry.Snapshot stored = editing.snapshot();
        answer(request, () -> editing.revisions(policy.name()), known -> {
            if (known.isEmpty()) {
                throw ResourceRoutes.unknown();
            }
            RevisionPage page = RevisionPage.of(policy, known, stored, query);
            page.inForce()
                    .ifPresent(revision -> request.response().putHeader(HttpHeaders.ETAG, Precondition.tag(revision)));
            return page.json();
        });
    }

    private void show(RoutingContext request, Operator operator) {
        new Parameters(request.queryParams(), Set.of()).require();
        PolicyReference wanted = revision(request);
        answer(request, () -> editing.revision(wanted).orElseThrow(RevisionRoutes::unknown), found -> {
            request.response().putHeader(HttpHeaders.ETAG, Precondition.tag(found.revision()));
            return ResourceRoutes.document(found);
        });
    }

    /** Where earlier revisions are stored may be slow. */
    private <T> void answer(RoutingContext request, Callable<T> reading, Function<T, ObjectNode> answer) {
        if (underWay >= MOST_AT_ONCE) {
            throw new Rejected(503, "busy", "too many revisions are being read; try again").with("Retry-After", "1");
        }
        underWay++;
        vertx.executeBlocking(reading, /* ordered= */ false)
                .onComplete(done -> underWay--)
                .map(answer)
                .onSuccess(body -> Routes.answer(request, body))
                .onFailure(request::fail);
    }

    /**
     * The policy that the path names, be it there or not.
     *
     * @throws Rejected 404 if there can be none
     */
    static Resource.Id policy(RoutingContext request) {
        Resource.Id policy = new Resource.Id(Resource.Kind.POLICY, request.pathParam("name"));
        if (PolicyReference.isPin(policy)) {
            throw ResourceRoutes.unknown();
        }
        return policy;
    }

    /**
     * The revision that the path names, be it there or not.
     *
     * @throws Rejected 404 if there can be none
     */
    static PolicyReference revision(RoutingContext request) {
        return PolicyReference.parse(request.pathParam("name") + "@" + request.pathParam("revision"))
                .orElseThrow(RevisionRoutes::unknown);
    }

    static Rejected unknown() {
        return new Rejected(404, "unknown", "this revision of the policy is not known");
    }
}
