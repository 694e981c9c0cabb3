package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.gateway.mcp.Answers;
import dev.turnpike.gateway.mcp.CallOutcomeProbe;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.mcp.ResultNote;
import dev.turnpike.gateway.mcp.WireException;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Permit;
import dev.turnpike.gateway.policy.Refusal;
import dev.turnpike.gateway.trace.CallTrace.Step;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * The path of one tool call: decide, ask, clear, forward, settle, record. Each step takes one type and returns the next;
 * whatever fails on the way is answered in one place, and nothing fails open.
 */
final class Gate {
    private final Asking asking;
    private final Clearance clearance;
    private final Upstream upstream;
    private final Recorder recorder;
    private final KeepAlive keepAlive;
    private final JsonCaps resultCaps;
    private final Meters meters;

    /** @param resultCaps of results that are changed on their way */
    Gate(
            Asking asking,
            Clearance clearance,
            Upstream upstream,
            Recorder recorder,
            KeepAlive keepAlive,
            JsonCaps resultCaps,
            Meters meters) {
        this.asking = asking;
        this.clearance = clearance;
        this.upstream = upstream;
        this.recorder = recorder;
        this.keepAlive = keepAlive;
        this.resultCaps = resultCaps;
        this.meters = meters;
    }

    Future<Reply> pass(Call call) {
        return Future.succeededFuture(call) // inside the chain, so that a throwing policy is a refusal too
                .map(this::decide)
                .map(this::recordable)
                .compose(this::ask)
                .compose(asked -> asked.fold(
                        agreed -> pay(agreed.permitted()),
                        held -> held(
                                call,
                                held.sentence(),
                                held.later().compose(this::pay).recover(failure -> refuse(call, failure)))))
                .recover(failure -> refuse(call, failure));
    }

    private Permitted decide(Call call) {
        call.trace().enter(Step.DECIDE);
        long started = System.nanoTime();
        Decision decision = call.policy().decide(call.tool(), call.message().arguments()::tree);
        meters.decided(System.nanoTime() - started);
        boolean shadow = call.policy().shadow();
        return decision.fold(
                allow -> Permitted.free(call, allow.permit(), allow.permit().wouldDeny()),
                deny -> {
                    if (!shadow) {
                        throw new Refused(deny.refusal());
                    }
                    return Permitted.free(call, Permit.FREE, Optional.of(deny.refusal()));
                },
                ask -> shadow
                        ? Permitted.free(call, ask.permit(), Optional.of(ask.refusal()))
                        : Permitted.asking(call, ask));
    }

    /** A call whose record cannot be kept is refused, whatever the policy says of it. */
    private Permitted recordable(Permitted permitted) {
        if (!recorder.ready()) {
            throw new Refused(Refusal.unrecordable(permitted.call().tool()));
        }
        return permitted;
    }

    private Future<Asked> ask(Permitted permitted) {
        permitted.call().trace().enter(Step.CLEAR);
        return asking.ask(permitted);
    }

    /** The answer begins before it is known, if the client can read such a one. */
    private Future<Reply> held(Call call, String sentence, Future<Reply> reply) {
        return HeldReply.suits(call) ? Future.succeededFuture(HeldReply.of(call, keepAlive, sentence, reply)) : reply;
    }

    private Future<Reply> pay(Permitted permitted) {
        return Future.succeededFuture(permitted)
                .map(this::recordable) // a person may have taken long
                .compose(clearance::clear)
                .recover(failure -> asking.giveBack(permitted.call(), permitted.use())
                        .compose(back -> Future.failedFuture(failure)))
                .compose(this::forward);
    }

    private Future<Reply> forward(ClearedCall cleared) {
        cleared.call().trace().enter(Step.FORWARD);
        long sentNanos = System.nanoTime();
        return upstream.forward(cleared)
                .compose(
                        answer -> answered(cleared, answer, sentNanos),
                        failure -> unanswered(cleared, failure, sentNanos));
    }

    private Future<Reply> answered(ClearedCall cleared, UpstreamAnswer answer, long sentNanos) {
        String id = cleared.call().message().id();
        CallOutcomeProbe probe = answer.isEventStream() ? CallOutcomeProbe.eventStream(id) : CallOutcomeProbe.json(id);
        CallTransit transit = new CallTransit(
                outcome -> settle(cleared, outcome, mayHaveRun(answer.status()) || probe.mayHaveRun()),
                probe,
                recorder.beforeAnswer(),
                outcome -> recorder.forwarded(cleared, answer.status(), outcome, sentNanos));
        Reply reply = new Reply.Streamed(answer, told(cleared, answer, transit));
        return answer.succeeded()
                ? Future.succeededFuture(reply)
                : transit.failed().map(reply);
    }

    private Transit told(ClearedCall cleared, UpstreamAnswer answer, CallTransit transit) {
        Message.ToolCall message = cleared.call().message();
        if (cleared.use().filter(ApprovalUse::edited).isEmpty() || !answer.succeeded()) {
            return transit;
        }
        String sentence = "[APPROVED WITH CHANGES] The approver changed the arguments; this is the result of "
                + message.tool() + " with " + message.arguments().tree();
        return new NoteTransit(
                transit, new ResultNote(resultCaps, message, sentence), answer.isEventStream(), resultCaps.maxBytes());
    }

    private Future<Reply> unanswered(ClearedCall cleared, Throwable failure, long sentNanos) {
        if (!(failure instanceof UpstreamFailure lost)) {
            return Future.failedFuture(failure);
        }
        Outcome outcome = lost.surelyDidNotRun() ? Outcome.DID_NOT_RUN : Outcome.RAN;
        return settle(cleared, outcome, mayHaveRun(lost.upstreamStatus()))
                .compose(settled -> recorder.forwarded(
                        cleared, lost.upstreamStatus(), lost.kind().name(), sentNanos))
                .map(kept -> Reply.json(
                        200, Answers.error(cleared.call().message().id(), lost.status(), lost.sentence(), null)));
    }

    /**
     * What a call that did not run has taken goes back. Always succeeds.
     *
     * @param mayHaveRun whether that is not sure enough to give back the use of an approval
     */
    private Future<Void> settle(ClearedCall cleared, Outcome outcome, boolean mayHaveRun) {
        Future<Void> paid = clearance.settle(cleared.call().inbound().context(), cleared.reservations(), outcome);
        return outcome == Outcome.RAN || cleared.use().isEmpty() || mayHaveRun
                ? paid
                : paid.compose(settled -> asking.giveBack(cleared.call(), cleared.use()));
    }

    /** A proxy that ran out of patience says 504 while the tool runs; who agreed to one call did not agree to two. */
    private static boolean mayHaveRun(int status) {
        return status >= 500 || (status >= 300 && status < 400);
    }

    private Future<Reply> refuse(Call call, Throwable failure) {
        if (failure instanceof WireException) {
            call.trace().fail("invalid_request");
            return Future.failedFuture(failure);
        }
        if (!(failure instanceof Refused refused)) {
            recorder.failed(call);
            return Future.failedFuture(failure);
        }
        return recorder.refused(call, refused).map(kept -> Reply.json(200, RefusalAnswer.of(call, refused)));
    }
}
