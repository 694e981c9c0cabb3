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
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** The routes of the admin API. Confined to the event loop of the management port. */
public final class AdminApi {
    private static final String OPERATOR = "operator";
    private static final String APPROVALS = "/admin/v1/approvals";
    private static final String STREAM = APPROVALS + "/stream";
    private static final String ONE = APPROVALS + "/:id";
    /** The longest arguments that a person may write, should every character need an escape, and a note. */
    private static final JsonCaps BODY = new JsonCaps(512 << 10, 64, 1024, 400, 400, 50_000);

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final OperatorAccess access;
    private final Approvals approvals;
    private final ApprovalJson json;
    private final ApprovalStream stream;
    private final RequestBody bodies;
    private final ObjectReader objects = new ObjectReader(BODY);

    /** The API in front of these. */
    public AdminApi(Vertx vertx, OperatorAccess access, Approvals approvals, ApprovalJson json, ApprovalStream stream) {
        this.vertx = vertx;
        this.access = access;
        this.approvals = approvals;
        this.json = json;
        this.stream = stream;
        this.bodies = new RequestBody(new Deadlines(vertx), BODY.maxBytes(), BODY_TIMEOUT);
    }

    /** Adds the routes, all below {@code /admin/}. */
    public void mount(Router router) {
        router.route("/admin/*").handler(this::signIn).failureHandler(ProblemReply::fail);
        route(router, HttpMethod.GET, APPROVALS, Right.SEE_APPROVALS, this::list);
        route(router, HttpMethod.GET, STREAM, Right.SEE_APPROVALS, this::follow);
        route(router, HttpMethod.GET, ONE, Right.SEE_APPROVALS, this::show);
        route(router, HttpMethod.POST, ONE + "/approve", Right.DECIDE, (request, operator) -> decide(request, true));
        route(router, HttpMethod.POST, ONE + "/deny", Right.DECIDE, (request, operator) -> decide(request, false));
        router.route("/admin/*").handler(request -> {
            throw new Rejected(404, "path", "nothing is served here; approvals are at " + APPROVALS);
        });
    }

    /** Something that an operator asks for. */
    private interface Action {
        void run(RoutingContext request, Operator operator);
    }

    private static void route(Router router, HttpMethod method, String path, Right right, Action action) {
        router.route(method, path).handler(request -> {
            Operator operator = operator(request);
            OperatorAccess.require(operator, right);
            action.run(request, operator);
        });
        router.route(path).handler(request -> {
            throw new Rejected(405, "method", "the method is " + method).with(HttpHeaders.ALLOW, method.name());
        });
    }

    private void signIn(RoutingContext request) {
        request.put(OPERATOR, access.operator(request.request()));
        request.next();
    }

    private static Operator operator(RoutingContext request) {
        return request.get(OPERATOR);
    }

    private void list(RoutingContext request, Operator operator) {
        ApprovalQuery query = ApprovalQuery.of(request.queryParams());
        here(approvals.list(query.which()))
                .onSuccess(all -> answer(request, ApprovalPage.of(all, query).json(json)))
                .onFailure(request::fail);
    }

    private void follow(RoutingContext request, Operator operator) {
        stream.open(request, operator);
    }

    private void show(RoutingContext request, Operator operator) {
        here(approvals.find(request.pathParam("id")))
                .onSuccess(found -> found.ifPresentOrElse(
                        approval -> answer(request, shown(approval, operator)),
                        () -> ProblemReply.send(request, problem(Decided.Kind.UNKNOWN, "no approval has this id"))))
                .onFailure(request::fail);
    }

    private ObjectNode shown(Approval approval, Operator operator) {
        return operator.may(Right.SEE_ARGUMENTS) ? json.withArguments(approval) : json.of(approval);
    }

    private void decide(RoutingContext request, boolean approve) {
        Operator operator = operator(request);
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
            answer(request, json.withArguments(decided.approval().orElseThrow()));
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

    private static void answer(RoutingContext request, ObjectNode body) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(Buffer.buffer(body + "\n"));
    }

    /** What the stage leads to, on the event loop of the request. */
    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }
}
