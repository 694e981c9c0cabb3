package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.approvals.Approver;
import dev.turnpike.gateway.approvals.Decided;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.http.RequestBody;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.ObjectReader;
import dev.turnpike.gateway.pipeline.Deadlines;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** The routes about approvals. Confined to the event loop of the management port. */
final class ApprovalRoutes {
    static final String APPROVALS = "/admin/v1/approvals";

    private static final String ONE = APPROVALS + "/:id";
    /** The longest arguments that a person may write, should every character need an escape, and a note. */
    private static final JsonCaps BODY = new JsonCaps(512 << 10, 64, 1024, 400, 400, 50_000);

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Approvals approvals;
    private final ApprovalJson json;
    private final ApprovalStream stream;
    private final RequestBody bodies;
    private final ObjectReader objects = new ObjectReader(BODY);

    ApprovalRoutes(Vertx vertx, Approvals approvals, ApprovalJson json, ApprovalStream stream) {
        this.vertx = vertx;
        this.approvals = approvals;
        this.json = json;
        this.stream = stream;
        this.bodies = new RequestBody(new Deadlines(vertx), BODY.maxBytes(), BODY_TIMEOUT);
    }

    void mount(Routes routes) {
        routes.on(APPROVALS).serves(HttpMethod.GET, Right.SEE_APPROVALS, this::list);
        routes.on(APPROVALS + "/stream").serves(HttpMethod.GET, Right.SEE_APPROVALS, stream::open);
        routes.on(ONE).serves(HttpMethod.GET, Right.SEE_APPROVALS, this::show);
        routes.on(ONE + "/approve")
                .serves(HttpMethod.POST, Right.DECIDE, (request, operator) -> decide(request, operator, true));
        routes.on(ONE + "/deny")
                .serves(HttpMethod.POST, Right.DECIDE, (request, operator) -> decide(request, operator, false));
    }

    private void list(RoutingContext request, Operator operator) {
        ApprovalQuery query = ApprovalQuery.of(request.queryParams());
        here(approvals.list(query.which()))
                .onSuccess(all ->
                        Routes.answer(request, ApprovalPage.of(all, query).json(json)))
                .onFailure(request::fail);
    }

    private void show(RoutingContext request, Operator operator) {
        here(approvals.find(request.pathParam("id")))
                .onSuccess(found -> found.ifPresentOrElse(
                        approval -> Routes.answer(request, shown(approval, operator)),
                        () -> ProblemReply.send(request, problem(Decided.Kind.UNKNOWN, "no approval has this id"))))
                .onFailure(request::fail);
    }

    private ObjectNode shown(Approval approval, Operator operator) {
        return operator.may(Right.SEE_ARGUMENTS) ? json.withArguments(approval) : json.of(approval);
    }

    private void decide(RoutingContext request, Operator operator, boolean approve) {
        Approver approver = new Approver(operator.name(), operator.token());
        body(request)
                .map(body -> VerdictBody.read(body, request.pathParam("id"), approve))
                .compose(verdict -> here(approvals.decide(approver, verdict)))
                .onSuccess(decided -> answer(request, decided))
                .onFailure(request::fail);
    }

    /** Everything in it may be missing, and so may all of it. */
    private Future<ObjectNode> body(RoutingContext request) {
        MultiMap headers = request.request().headers();
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        boolean none = !headers.contains(HttpHeaders.TRANSFER_ENCODING) && (length == null || length.equals("0"));
        return none
                ? Future.succeededFuture(JsonNodeFactory.instance.objectNode())
                : bodies.read(request.request()).map(objects::read);
    }

    private void answer(RoutingContext request, Decided decided) {
        if (decided.kind() == Decided.Kind.COUNTS) {
            Routes.answer(request, json.withArguments(decided.approval().orElseThrow()));
            return;
        }
        ObjectNode problem = problem(decided.kind(), decided.message());
        decided.approval().ifPresent(approval -> problem.set("approval", json.withArguments(approval)));
        ProblemReply.send(request, problem);
    }

    private static ObjectNode problem(Decided.Kind kind, String detail) {
        int status = switch (kind) {
            case COUNTS -> 200;
            case UNKNOWN -> 404;
            case ALREADY_DECIDED, MOVED, SAME_PERSON, VOID, OWN_REQUEST -> 409;
            case EDIT_REFUSED -> 422;
        };
        return ProblemReply.problem(status, kind.name().toLowerCase(Locale.ROOT), detail);
    }

    /** What the stage leads to, on the event loop of the request. */
    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }
}
