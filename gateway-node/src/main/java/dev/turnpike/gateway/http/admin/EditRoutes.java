package dev.turnpike.gateway.http.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.Edit;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.config.Plan;
import dev.turnpike.gateway.config.PolicyReference;
import dev.turnpike.gateway.http.RequestBody;
import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The routes by which documents are changed. Confined to the event loop of the management port. */
final class EditRoutes {
    static final String APPLY = "/admin/v1/apply";

    /** As much as the parser of documents takes. */
    private static final int MOST_BYTES = 4 << 20;

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_AT_ONCE = 8;

    private final Vertx vertx;
    private final Editing editing;
    private final RequestBody bodies;
    private int underWay;

    EditRoutes(Vertx vertx, Editing editing) {
        this.vertx = vertx;
        this.editing = editing;
        this.bodies =
                new RequestBody(new Deadlines(vertx), MOST_BYTES, BODY_TIMEOUT, "application/json", "application/yaml");
    }

    void mount(Routes routes) {
        routes.on(APPLY).serves(HttpMethod.POST, Right.CHANGE_POLICIES, this::apply);
        routes.on(ResourceRoutes.ONE)
                .serves(HttpMethod.PUT, Right.CHANGE_POLICIES, this::write)
                .serves(HttpMethod.DELETE, Right.CHANGE_POLICIES, this::remove);
        routes.on(RevisionRoutes.RESTORE).serves(HttpMethod.POST, Right.CHANGE_POLICIES, this::restore);
    }

    private void apply(RoutingContext request, Operator operator) {
        Parameters query = new Parameters(request.queryParams(), Set.of("dryRun", "prune"));
        boolean dryRun = query.flag("dryRun");
        boolean prune = query.flag("prune");
        query.require();
        Edit.Condition condition = Precondition.ofRegistry(headers(request));
        edit(request, operator, "apply", dryRun, text -> Edit.apply(text, !mayAll(operator), prune, condition));
    }

    private void write(RoutingContext request, Operator operator) {
        noParameters(request);
        Resource.Id id = ResourceRoutes.id(request);
        Edit.Condition condition = Precondition.of(id, headers(request));
        edit(request, operator, "write", false, text -> Edit.write(id, text, !mayAll(operator), condition));
    }

    private void remove(RoutingContext request, Operator operator) {
        noParameters(request);
        Resource.Id id = ResourceRoutes.id(request);
        if (id.kind() != Resource.Kind.POLICY) {
            OperatorAccess.require(operator, Right.CHANGE_DOCUMENTS);
        }
        if (!editing.snapshot().resources().containsKey(id)) {
            throw ResourceRoutes.unknown();
        }
        Edit edit = Edit.remove(id, !mayAll(operator), Precondition.of(id, headers(request)));
        carryOut(request, asked(request, operator, "remove"), () -> Future.succeededFuture(edit), false);
    }

    /** Writes what a policy said once. */
    private void restore(RoutingContext request, Operator operator) {
        noParameters(request);
        Resource.Id id = RevisionRoutes.policy(request);
        PolicyReference wanted = RevisionRoutes.revision(request);
        Edit.Condition condition = Precondition.of(id, headers(request));
        carryOut(
                request,
                asked(request, operator, "restore"),
                () -> vertx.executeBlocking(
                                () -> editing.revision(wanted).orElseThrow(RevisionRoutes::unknown),
                                /* ordered= */ false)
                        .map(found -> Edit.write(id, found.json(), !mayAll(operator), condition)),
                false);
    }

    private void edit(
            RoutingContext request, Operator operator, String action, boolean dryRun, Function<String, Edit> edit) {
        carryOut(
                request,
                asked(request, operator, action),
                () -> bodies.read(request.request()).map(EditRoutes::text).map(edit),
                dryRun);
    }

    /** Lets in as many as there is memory for. */
    private void carryOut(RoutingContext request, Editing.Asked asked, Supplier<Future<Edit>> reading, boolean dryRun) {
        if (underWay >= MOST_AT_ONCE) {
            throw new Rejected(503, "busy", "too many changes are under way; try again").with("Retry-After", "1");
        }
        underWay++;
        reading.get()
                .compose(edit ->
                        vertx.executeBlocking(() -> dryRun ? editing.plan(edit) : editing.carryOut(edit, asked)))
                .onComplete(done -> underWay--)
                .onSuccess(plan -> answer(request, plan, dryRun))
                .onFailure(request::fail);
    }

    private static void answer(RoutingContext request, Plan plan, boolean dryRun) {
        request.response().putHeader(HttpHeaders.ETAG, Precondition.tag(plan.revision()));
        Routes.answer(request, PlanJson.of(plan, dryRun));
    }

    private static String text(Buffer body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body.getBytes())).toString();
        } catch (CharacterCodingException e) {
            throw new Rejected(422, "malformed", "the body is not UTF-8");
        }
    }

    private static Editing.Asked asked(RoutingContext request, Operator operator, String action) {
        return new Editing.Asked(operator.name(), action, RequestId.of(request));
    }

    private static boolean mayAll(Operator operator) {
        return operator.may(Right.CHANGE_DOCUMENTS);
    }

    private static MultiMap headers(RoutingContext request) {
        return request.request().headers();
    }

    private static void noParameters(RoutingContext request) {
        new Parameters(request.queryParams(), Set.of()).require();
    }
}
