package dev.turnpike.gateway.http.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.approvals.Approver;
import dev.turnpike.gateway.approvals.Decided;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import dev.turnpike.gateway.http.RequestBody;
import dev.turnpike.gateway.http.admin.OperatorAccess;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.MalformedException;
import dev.turnpike.gateway.mcp.ObjectReader;
import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Rejected;
import dev.turnpike.gateway.seal.Seal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the console. Confined to the event loop of the management port. */
public final class Console {
    static final String PATH = "/console";

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final String SIGN_IN = PATH + "/sign-in";
    private static final String APPROVALS = PATH + "/approvals/";
    /** Every character of the longest arguments may take six bytes in a form. */
    private static final int MOST_FORM_BYTES = 512 << 10;

    private static final JsonCaps ARGUMENTS = new JsonCaps(MOST_FORM_BYTES, 64, 1_024, 400, 400, 50_000);
    private static final Duration FORM_TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_PENDING = 200;
    private static final int MOST_DECIDED = 30;
    private static final String ID = "[A-Za-z0-9._-]{1,128}";

    private final Vertx vertx;
    private final OperatorAccess access;
    private final Approvals approvals;
    private final InstantSource clock;
    private final Sessions sessions;
    private final Origins origins;
    private final ApprovalView view;
    private final RequestBody forms;
    private final Pages pages = new Pages();
    private final ObjectReader objects = new ObjectReader(ARGUMENTS);

    /**
     * The console in front of these.
     *
     * @param url what people call the management port, if that is set
     * @param portTls whether the port itself speaks TLS
     */
    public Console(
            Vertx vertx,
            OperatorAccess access,
            Approvals approvals,
            ApprovalJson json,
            Seal seal,
            InstantSource clock,
            Optional<URI> url,
            boolean portTls) {
        this.vertx = vertx;
        this.access = access;
        this.approvals = approvals;
        this.clock = clock;
        boolean tls = url.map(URI::getScheme).map("https"::equals).orElse(portTls);
        this.sessions = new Sessions(vertx, seal, access, clock, tls);
        this.origins = new Origins(url);
        this.view = new ApprovalView(json, approvals::isVoid);
        this.forms = new RequestBody(new Deadlines(vertx), MOST_FORM_BYTES, FORM_TIMEOUT, Form.TYPE);
    }

    /** Adds the routes, all below {@code /console}. */
    public void mount(Router router) {
        router.route(PATH + "/*").failureHandler(this::failed);
        router.get(PATH + "/console.css").handler(request -> pages.sendStyle(request.response()));
        router.get(PATH + "/icon.svg").handler(request -> pages.sendIcon(request.response()));
        router.get(SIGN_IN).handler(request -> signInPage(request, 200, ""));
        router.post(SIGN_IN).handler(this::signIn);
        router.get(PATH + "/").handler(request -> signedIn(request, session -> list(request, session)));
        router.get(APPROVALS + ":id").handler(request -> signedIn(request, session -> show(request, session)));
        router.post(PATH + "/sign-out")
                .handler(request -> sent(request, (session, form) -> {
                    sessions.end(request.response());
                    Pages.redirect(request.response(), SIGN_IN);
                    return Future.succeededFuture();
                }));
        router.post(APPROVALS + ":id/approve")
                .handler(request -> sent(request, (session, form) -> decide(request, session, form, true)));
        router.post(APPROVALS + ":id/deny")
                .handler(request -> sent(request, (session, form) -> decide(request, session, form, false)));
        router.get(PATH).handler(request -> Pages.redirect(request.response(), PATH + "/"));
        router.route(PATH + "/*").handler(request -> message(request, 404, "there is no such page"));
    }

    /** A page for somebody who is signed in. */
    private interface Page {
        Future<Void> show(Session session);
    }

    /** What becomes of a form. */
    private interface Action {
        Future<Void> run(Session session, Form form);
    }

    private void signedIn(RoutingContext request, Page page) {
        sessions.find(request.request())
                .compose(session -> session.map(page::show).orElseGet(() -> notSignedIn(request)))
                .onFailure(request::fail);
    }

    /** A link from elsewhere comes without the cookie; a page of ours leads to the same address with it. */
    private Future<Void> notSignedIn(RoutingContext request) {
        String id = request.pathParam("id");
        boolean known = id != null && id.matches(ID);
        if (Origins.isFromElsewhere(request.request()) && request.queryParams().isEmpty()) {
            String here = (known ? APPROVALS + id : PATH + "/") + "?go=on";
            Map<String, Object> model = Map.of("here", here, "refresh", true, "refreshes", "0;url=" + here);
            pages.send(request.response(), 200, "passage", "Approvals", model);
        } else {
            Pages.redirect(request.response(), SIGN_IN + (known ? "?approval=" + id : ""));
        }
        return Future.succeededFuture();
    }

    /** Nothing of a form is read before it is known to come from a page of this session. */
    private void sent(RoutingContext request, Action action) {
        HttpServerRequest form = request.request();
        origins.requireOwn(form);
        form.pause();
        sessions.find(form)
                .compose(found -> {
                    Session session = found.orElseThrow(
                            () -> new Rejected(403, "no_session", "you are not signed in any more; sign in again"));
                    Future<Buffer> body = forms.read(form);
                    form.resume();
                    return body.map(Form::read).compose(fields -> {
                        if (!session.owns(fields.text("form"))) {
                            throw new Rejected(403, "form_token", "the form was not sent from a page of your session");
                        }
                        return action.run(session, fields);
                    });
                })
                .onFailure(failure -> {
                    if (!form.isEnded()) {
                        form.resume(); // nobody reads it any more
                    }
                    request.fail(failure);
                });
    }

    private void signInPage(RoutingContext request, int status, String error) {
        String id = Optional.ofNullable(request.queryParams().get("approval"))
                .filter(text -> text.matches(ID))
                .orElse("");
        Map<String, Object> model = new HashMap<>();
        model.put("approval", id);
        model.put("error", error);
        model.put("hasError", !error.isEmpty());
        pages.send(request.response(), status, "sign-in", "Sign in", model);
    }

    private void signIn(RoutingContext request) {
        origins.requireOwn(request.request());
        forms.read(request.request())
                .map(Form::read)
                .compose(form -> {
                    Operator operator = access.signIn(
                            request.request().remoteAddress(),
                            form.text("token").strip());
                    String id = form.text("approval");
                    return sessions.begin(operator, request.response())
                            .onSuccess(begun ->
                                    Pages.redirect(request.response(), id.matches(ID) ? APPROVALS + id : PATH + "/"));
                })
                .onFailure(failure -> {
                    if (failure instanceof Rejected rejected && rejected.status() != 400) {
                        request.response().headers().addAll(rejected.headers()).remove("WWW-Authenticate");
                        signInPage(request, rejected.status(), rejected.sentence());
                    } else {
                        request.fail(failure);
                    }
                });
    }

    private Future<Void> list(RoutingContext request, Session session) {
        return here(approvals.list(ApprovalDesk.Which.ALL)).map(all -> {
            long now = clock.millis();
            List<Approval> pending = all.stream()
                    .filter(approval -> approval.state() == Approval.State.PENDING)
                    .toList();
            Map<String, Object> model = model(session);
            model.put("refresh", true);
            model.put("refreshes", "10");
            model.put("count", pending.size());
            model.put("hasPending", !pending.isEmpty());
            model.put("pending", rows(pending.stream().limit(MOST_PENDING).toList(), now));
            model.put("more", Math.max(0, pending.size() - MOST_PENDING));
            model.put("hasMore", pending.size() > MOST_PENDING);
            List<Approval> decided = all.stream()
                    .filter(approval -> approval.state() != Approval.State.PENDING)
                    .sorted(Comparator.comparingLong(Console::lastMillis).reversed())
                    .limit(MOST_DECIDED)
                    .toList();
            model.put("decided", rows(decided, now));
            model.put("hasDecided", !decided.isEmpty());
            pages.send(request.response(), 200, "list", "Approvals (" + pending.size() + ")", model);
            return null;
        });
    }

    private List<Map<String, Object>> rows(List<Approval> some, long nowMillis) {
        return some.stream().map(approval -> view.row(approval, nowMillis)).toList();
    }

    private static long lastMillis(Approval approval) {
        List<ApprovalStep> steps = approval.steps();
        return steps.get(steps.size() - 1).atMillis();
    }

    private Future<Void> show(RoutingContext request, Session session) {
        return here(approvals.find(request.pathParam("id"))).map(found -> {
            found.ifPresentOrElse(
                    approval -> approvalPage(request, session, approval, 200, Map.of()),
                    () -> message(request, 404, "no approval has this id; it may be too old"));
            return null;
        });
    }

    private void approvalPage(
            RoutingContext request, Session session, Approval approval, int status, Map<String, Object> typed) {
        Map<String, Object> model = model(session);
        model.put("error", "");
        model.put("note", "");
        model.put("editError", "");
        model.put("editNote", "");
        model.putAll(view.page(approval, session.operator()));
        model.putAll(typed);
        model.put("hasError", !String.valueOf(model.get("error")).isEmpty());
        model.put("hasEditError", !String.valueOf(model.get("editError")).isEmpty());
        String title =
                approval.question().tool() + " for " + approval.question().grant();
        pages.send(request.response(), status, "approval", title, model);
    }

    private Future<Void> decide(RoutingContext request, Session session, Form form, boolean approve) {
        OperatorAccess.require(session.operator(), Right.DECIDE);
        String id = request.pathParam("id");
        boolean edits = approve && !form.text("edit").isEmpty();
        Optional<ObjectNode> arguments = Optional.empty();
        try {
            if (edits) {
                arguments = Optional.of(objects.read(Buffer.buffer(form.text("arguments"))));
            }
        } catch (MalformedException malformed) {
            return again(request, session, form, edits, id, 422, malformed.sentence());
        }
        String note = form.text("note").replace("\r\n", "\n").strip();
        if (note.length() > ApprovalStep.LONGEST_NOTE) {
            String error = "the note is longer than " + ApprovalStep.LONGEST_NOTE + " characters";
            return again(request, session, form, edits, id, 422, error);
        }
        Approvals.Verdict verdict = new Approvals.Verdict(id, approve, note, arguments, form.number("revision"));
        Approver approver =
                new Approver(session.operator().name(), session.operator().token());
        return here(approvals.decide(approver, verdict)).compose(decided -> {
            if (decided.kind() == Decided.Kind.COUNTS) {
                Pages.redirect(request.response(), APPROVALS + id);
                return Future.succeededFuture();
            }
            return again(request, session, form, edits, id, 409, decided.message());
        });
    }

    /** The page once more, as the approval is now, with what was wrong and with what was typed. */
    private Future<Void> again(
            RoutingContext request, Session session, Form form, boolean edits, String id, int status, String error) {
        return here(approvals.find(id)).map(found -> {
            Map<String, Object> typed = new HashMap<>();
            typed.put(edits ? "editError" : "error", error);
            typed.put(edits ? "editNote" : "note", form.text("note"));
            if (edits) {
                typed.put("typedArguments", form.text("arguments"));
            }
            found.ifPresentOrElse(
                    approval -> approvalPage(request, session, approval, status, typed),
                    () -> message(request, 404, "no approval has this id; it may be too old"));
            return null;
        });
    }

    private static Map<String, Object> model(Session session) {
        Map<String, Object> model = new HashMap<>();
        model.put("signedIn", true);
        model.put("operator", session.operator().name());
        model.put("role", session.operator().role().text());
        model.put("form", session.formToken());
        return model;
    }

    private void message(RoutingContext request, int status, String sentence) {
        pages.send(request.response(), status, "message", "Approvals", Map.of("sentence", sentence));
    }

    private void failed(RoutingContext request) {
        Throwable failure = request.failure();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (request.response().ended() || request.response().headWritten()) {
            return;
        }
        if (cause instanceof Rejected rejected) {
            request.response().headers().addAll(rejected.headers());
            message(request, rejected.status(), rejected.sentence());
        } else if (cause instanceof StateUnavailableException) {
            message(request, 503, "the approvals cannot be reached at the moment; try again");
        } else {
            LOG.error("a page of the console ended in a fault of the gateway", cause);
            message(request, 500, "internal error");
        }
    }

    /** What the stage leads to, on the event loop of the request. */
    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }
}
