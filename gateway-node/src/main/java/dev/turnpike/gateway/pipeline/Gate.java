package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.gateway.mcp.Answers;
import dev.turnpike.gateway.mcp.CallOutcomeProbe;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Permit;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * The path of one tool call: decide, clear, forward, settle, record. Each step takes one type and returns the next;
 * whatever fails on the way is answered in one place, and nothing fails open.
 */
final class Gate {
    private final Clearance clearance;
    private final Upstream upstream;
    private final Recorder recorder;
    private final Meters meters;

    Gate(Clearance clearance, Upstream upstream, Recorder recorder, Meters meters) {
        this.clearance = clearance;
        this.upstream = upstream;
        this.recorder = recorder;
        this.meters = meters;
    }

    Future<Reply> pass(Call call) {
        return Future.succeededFuture(call) // inside the chain, so that a throwing policy is a refusal too
                .map(this::decide)
                .compose(clearance::clear)
                .compose(this::forward)
                .recover(failure -> refuse(call, failure));
    }

    private Permitted decide(Call call) {
        long started = System.nanoTime();
        Decision decision = call.policy().decide(call.tool(), call.message().arguments()::tree);
        meters.decided(System.nanoTime() - started);
        boolean shadow = call.policy().shadow();
        return decision.fold(
                allow -> new Permitted(
                        call, allow.permit(), Optional.empty(), allow.permit().wouldDeny()),
                deny -> {
                    if (!shadow) {
                        throw new Refused(deny.refusal());
                    }
                    return new Permitted(call, Permit.FREE, Optional.empty(), Optional.of(deny.refusal()));
                },
                ask -> shadow
                        ? new Permitted(call, ask.permit(), Optional.empty(), Optional.of(ask.refusal()))
                        : new Permitted(call, ask.permit(), Optional.of(ask.refusal()), Optional.empty()));
    }

    private Future<Reply> forward(ClearedCall cleared) {
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
                outcome -> clearance.settle(cleared.call().inbound().context(), cleared.reservations(), outcome),
                probe,
                outcome -> recorder.forwarded(cleared, answer.status(), outcome, sentNanos));
        Reply reply = new Reply.Streamed(answer, transit);
        return answer.succeeded()
                ? Future.succeededFuture(reply)
                : transit.failed().map(reply);
    }

    private Future<Reply> unanswered(ClearedCall cleared, Throwable failure, long sentNanos) {
        if (!(failure instanceof UpstreamFailure lost)) {
            return Future.failedFuture(failure);
        }
        Outcome outcome = lost.surelyDidNotRun() ? Outcome.DID_NOT_RUN : Outcome.RAN;
        return clearance
                .settle(cleared.call().inbound().context(), cleared.reservations(), outcome)
                .map(settled -> {
                    recorder.forwarded(
                            cleared, lost.upstreamStatus(), lost.kind().name(), sentNanos);
                    return Reply.json(
                            200, Answers.error(cleared.call().message().id(), lost.status(), lost.sentence(), null));
                });
    }

    private Future<Reply> refuse(Call call, Throwable failure) {
        if (!(failure instanceof Refused refused)) {
            recorder.failed(call);
            return Future.failedFuture(failure);
        }
        recorder.refused(call, refused);
        return Future.succeededFuture(Reply.json(200, RefusalAnswer.of(call, refused.refusal())));
    }
}
