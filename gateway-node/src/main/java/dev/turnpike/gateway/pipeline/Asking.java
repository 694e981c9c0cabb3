package dev.turnpike.gateway.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.gateway.approvals.Fingerprint;
import dev.turnpike.gateway.mcp.CallEditor;
import dev.turnpike.gateway.mcp.Elicitation;
import dev.turnpike.gateway.mcp.Era;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.mcp.WireException;
import dev.turnpike.gateway.policy.ApprovalTerms;
import dev.turnpike.gateway.policy.ApprovalTerms.Mode;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The step at which a person agrees, where one must: takes a use of an approval, or makes the agent wait for one, in the
 * way that the policy says or the client can. A call that goes on has a {@link ApprovalUse}, which is given back if it
 * surely did not run. Futures complete on the call's context, and fail with {@link Refused}.
 */
final class Asking {
    private final ApprovalDesk desk;
    private final Clearance clearance;
    private final Holding holding;
    private final Elicitations elicitations;
    private final CallEditor editor;
    private final KnownTools tools;
    private final UnaryOperator<String> url;
    private final Predicate<Call> stands;

    /**
     * @param url where people decide an approval, from its id
     * @param stands whether a call that waited may still be made: its grant and its policy are what they were
     */
    Asking(
            ApprovalDesk desk,
            Clearance clearance,
            Holding holding,
            Elicitations elicitations,
            CallEditor editor,
            KnownTools tools,
            UnaryOperator<String> url,
            Predicate<Call> stands) {
        this.desk = desk;
        this.clearance = clearance;
        this.holding = holding;
        this.elicitations = elicitations;
        this.editor = editor;
        this.tools = tools;
        this.url = url;
        this.stands = stands;
    }

    /** Settles whether a person agrees to the call, as far as can be said now. */
    Future<Asked> ask(Permitted permitted) {
        Call call = permitted.call();
        boolean answered = Elicitations.isAnswered(call);
        if (permitted.ask().isEmpty()) {
            return answered
                    ? elicitations
                            .approval(call, Optional.empty())
                            .map(id -> new Asked.Agreed(Permitted.free(
                                    call.with(editor.withoutAnswer(call.message())),
                                    permitted.permit(),
                                    permitted.wouldDeny())))
                    : Future.succeededFuture(new Asked.Agreed(permitted));
        }
        Asker asker = new Asker(permitted, permitted.ask().get());
        return answered
                ? elicitations
                        .approval(call, Optional.of(asker.fingerprint))
                        .recover(asker::unreachable)
                        .compose(asker::resume)
                : clearance.probe(permitted).compose(fits -> asker.ask());
    }

    /** The call surely did not run. Always succeeds: a use that cannot be given back stays taken. */
    Future<Void> giveBack(Call call, Optional<ApprovalUse> use) {
        if (use.isEmpty()) {
            return Future.succeededFuture();
        }
        Motion back = new Motion.GiveBack(use.get().approval(), use.get().taker());
        return Hop.to(call.inbound().context(), desk.put(back)).<Void>mapEmpty().otherwiseEmpty();
    }

    /** One call that needs a person. Confined to the call's context. */
    private final class Asker {
        private final Permitted permitted;
        private final Call call;
        private final Decision.Ask ask;
        private final ObjectNode arguments;
        private final String fingerprint;
        private final String taker = UUID.randomUUID().toString();

        Asker(Permitted permitted, Decision.Ask ask) {
            this.permitted = permitted;
            this.ask = ask;
            this.call = withoutOurAnswer(permitted.call());
            this.arguments = call.message().arguments().tree();
            this.fingerprint = Fingerprint.of(
                    call.grant().name(),
                    call.server().name(),
                    call.tool(),
                    ask.refusal().rule(),
                    call.grant().policyName().orElse(""),
                    call.grant().policyRevision(),
                    arguments);
        }

        Future<Asked> ask() {
            return ask(approval -> pending(approval, mode(ask.terms())));
        }

        private Future<Asked> ask(Function<Approval, Future<Asked>> pending) {
            String shown = arguments.toString();
            if (shown.length() > Question.LONGEST_ARGUMENTS) {
                throw new Refused(Refusal.unshowable(ask.refusal(), Question.LONGEST_ARGUMENTS));
            }
            if (call.tool().length() > Question.LONGEST_TOOL) {
                throw new Refused(Refusal.unshowableTool(ask.refusal(), Question.LONGEST_TOOL));
            }
            Question question = new Question(
                    fingerprint,
                    call.grant().name(),
                    call.server().name(),
                    call.tool(),
                    ask.refusal().rule(),
                    ask.refusal().message(),
                    call.grant().policyName().orElse(""),
                    call.grant().policyRevision(),
                    shown,
                    terms(ask.terms()));
            return put(new Motion.Ask(question, desk.newId(call.grant().name()), taker))
                    .compose(ruling -> settle(ruling, pending));
        }

        /** The client's user has dealt with the question; now it is the approver's turn, if it was not before. */
        Future<Asked> resume(String approval) {
            if (!permitted.call().message().answer().orElseThrow().isAccepted(Elicitations.KEY)) {
                return look(approval)
                        .compose(found -> Future.failedFuture(found.<Throwable>map(
                                        some -> required(some, Optional.empty()))
                                .orElseGet(() -> new Refused(Refusal.approvalGone(ask.refusal(), "is forgotten")))));
            }
            return take(approval).compose(ruling -> settle(ruling, this::hold));
        }

        private Future<Asked> settle(Ruling ruling, Function<Approval, Future<Asked>> pending) {
            call.trace().ruled(ruling);
            return switch (ruling.kind()) {
                case PENDING -> pending.apply(ruling.approval().orElseThrow());
                case GRANTED -> agreed(ruling.approval().orElseThrow()).map(Asked.Agreed::new);
                default -> Future.failedFuture(refused(ruling));
            };
        }

        private Future<Asked> pending(Approval approval, Mode mode) {
            return switch (mode) {
                case RETRY -> Future.failedFuture(required(approval, Optional.empty()));
                case HOLD -> hold(approval);
                case ELICIT -> elicited(approval);
            };
        }

        private Future<Asked> hold(Approval approval) {
            ApprovalUse use = new ApprovalUse(approval.id(), taker, /* edited= */ false);
            Holding.Wait wait = holding.begin(
                    call,
                    approval,
                    ask.terms().holdFor(),
                    () -> take(approval.id()),
                    () -> giveBack(call, Optional.of(use)));
            return Future.succeededFuture(
                    new Asked.Held(sentence(approval), wait.ruling().compose(this::held)));
        }

        private Future<Permitted> held(Ruling ruling) {
            call.trace().ruled(ruling);
            if (ruling.kind() == Ruling.Kind.GRANTED) {
                return agreed(ruling.approval().orElseThrow());
            }
            if (ruling.kind() == Ruling.Kind.SPENT) {
                // Another call was faster; this one asks anew, but has waited enough.
                return ask(approval -> Future.failedFuture(required(approval, Optional.empty())))
                        .compose(asked ->
                                asked.fold(agreed -> Future.succeededFuture(agreed.permitted()), held -> held.later()));
            }
            if (ruling.kind() != Ruling.Kind.PENDING) {
                return Future.failedFuture(refused(ruling));
            }
            Approval approval = ruling.approval().orElseThrow();
            return mode(ask.terms()) == Mode.ELICIT
                    ? elicited(approval).mapEmpty()
                    : Future.failedFuture(required(approval, Optional.empty()));
        }

        private Future<Asked> elicited(Approval approval) {
            return elicitations
                    .state(call, approval.id(), fingerprint, approval.expiresMillis())
                    .recover(this::unreachable)
                    .compose(state -> Future.failedFuture(required(
                            approval,
                            Optional.of(
                                    new PendingApproval.Question(call.message().elicitation(), state)))));
        }

        /** A person agreed: to this call, or to the same one with other arguments, which is judged like any other. */
        private Future<Permitted> agreed(Approval approval) {
            ApprovalUse use = new ApprovalUse(approval.id(), taker, /* edited= */ false);
            if (call.inbound().gone().isComplete()) {
                return giveBack(call, Optional.of(use)).compose(back -> Future.failedFuture(pendingAgain(approval)));
            }
            if (!stands.test(call)) {
                return giveBack(call, Optional.of(use))
                        .compose(back -> Future.failedFuture(new Refused(Refusal.approvalGone(
                                ask.refusal(),
                                "is not good for it any more: its policy, its grant or its server was changed"))));
            }
            Optional<Approval.Edit> edit =
                    approval.edit().filter(some -> !some.fingerprint().equals(fingerprint));
            if (edit.isEmpty()) {
                return Future.succeededFuture(permitted.agreed(call, ask.permit(), use));
            }
            return edited(edit.get(), new ApprovalUse(approval.id(), taker, /* edited= */ true));
        }

        private Future<Permitted> edited(Approval.Edit edit, ApprovalUse use) {
            Message.ToolCall message = editor.withArguments(call.message(), editor.object(edit.arguments()));
            Call other = call.with(message, tools);
            Decision decision = other.policy().decide(other.tool(), message.arguments()::tree);
            return decision.fold(
                    allow -> Future.succeededFuture(permitted.agreed(other, allow.permit(), use)),
                    deny -> giveBack(call, Optional.of(use))
                            .compose(back -> Future.failedFuture(new Refused(deny.refusal()))),
                    again -> Future.succeededFuture(permitted.agreed(other, again.permit(), use)));
        }

        private Future<Ruling> take(String approval) {
            return put(new Motion.Take(approval, fingerprint, taker));
        }

        private Future<Optional<Approval>> look(String approval) {
            return put(new Motion.Look(approval)).map(Ruling::approval);
        }

        private Future<Ruling> put(Motion motion) {
            return Hop.to(call.inbound().context(), desk.put(motion)).recover(this::unreachable);
        }

        /** Whatever is lost, desk or keys, is no fault; what the client did wrong stays that. */
        private <T> Future<T> unreachable(Throwable lost) {
            return Future.failedFuture(
                    lost instanceof WireException
                            ? lost
                            : new Refused(Refusal.cannotAsk(
                                    ask.refusal(), "approvals cannot be reached right now, so the call was not made")));
        }

        private Throwable refused(Ruling ruling) {
            @Nullable Approval approval = ruling.approval().orElse(null);
            return switch (ruling.kind()) {
                case DENIED -> new Refused(Refusal.approvalDenied(ask.refusal(), note(approval)), approval);
                case EXPIRED -> new Refused(Refusal.approvalGone(ask.refusal(), "expired"), approval);
                case SPENT -> new Refused(Refusal.approvalGone(ask.refusal(), "was used already"), approval);
                case UNKNOWN -> new Refused(Refusal.approvalGone(ask.refusal(), "is forgotten"), approval);
                default ->
                    new Refused(Refusal.cannotAsk(
                            ask.refusal(), "too many calls wait for a person already, so nobody was asked"));
            };
        }

        private Throwable required(Approval approval, Optional<PendingApproval.Question> elicitation) {
            return new Refused(
                    Refusal.approvalPending(ask.refusal(), sentence(approval)),
                    new PendingApproval(
                            approval.id(),
                            Instant.ofEpochMilli(approval.expiresMillis()),
                            url.apply(approval.id()),
                            elicitation));
        }

        private Throwable pendingAgain(Approval approval) {
            return required(approval, Optional.empty());
        }

        private String sentence(Approval approval) {
            return ask.refusal().message() + " Approval " + approval.id() + " is decided at " + url.apply(approval.id())
                    + " until " + Instant.ofEpochMilli(approval.expiresMillis())
                    + "; once it is given, repeat the call with exactly the same arguments.";
        }

        private static String note(@Nullable Approval approval) {
            return Optional.ofNullable(approval)
                    .flatMap(some -> some.last(ApprovalStep.Kind.DENIED))
                    .map(ApprovalStep::note)
                    .orElse("");
        }

        /** What the policy asks for, if the client can do it; otherwise what it can. */
        private Mode mode(ApprovalTerms terms) {
            boolean asks = call.message().era() == Era.MODERN && call.message().elicitation() != Elicitation.NONE;
            boolean patient = call.message().progressToken().isPresent();
            Mode able = asks ? Mode.ELICIT : patient ? Mode.HOLD : Mode.RETRY;
            return terms.mode().filter(mode -> mode != Mode.ELICIT || asks).orElse(able);
        }
    }

    private Call withoutOurAnswer(Call call) {
        return Elicitations.isAnswered(call) ? call.with(editor.withoutAnswer(call.message())) : call;
    }

    private static Question.Terms terms(ApprovalTerms terms) {
        return new Question.Terms(
                terms.expiresIn().toMillis(),
                terms.validFor().map(Duration::toMillis).orElse(0L),
                terms.approvers(),
                terms.uses());
    }
}
