package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.gateway.mcp.CallOutcome;
import dev.turnpike.gateway.mcp.CallOutcomeProbe;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * The way back of a forwarded call: bytes pass untouched, while the answer is watched to learn whether the tool ran.
 * What a call did not use is given back <em>before</em> the client can know of its failure, so that its next call finds
 * it. Settles and records exactly once.
 */
final class CallTransit implements Transit {
    private final Function<Outcome, Future<Void>> settle;
    private final CallOutcomeProbe probe;
    private final boolean recordFirst;
    private final Function<String, Future<Void>> record;
    private boolean settled;
    private boolean failedStatus;
    private boolean recorded;

    /**
     * The way of one answer.
     *
     * @param recordFirst whether the client gets what completes the answer only when its record is kept
     * @param record records how it ended; completes when the record is kept
     */
    CallTransit(
            Function<Outcome, Future<Void>> settle,
            CallOutcomeProbe probe,
            boolean recordFirst,
            Function<String, Future<Void>> record) {
        this.settle = settle;
        this.probe = probe;
        this.recordFirst = recordFirst;
        this.record = record;
    }

    /** The upstream answered with an HTTP error: the call did not run, whatever the body says. */
    Future<Void> failed() {
        failedStatus = true;
        Future<Void> paid = settleOnce(Outcome.DID_NOT_RUN);
        return recordFirst ? paid.compose(done -> recordOnce()) : paid;
    }

    @Override
    public boolean mustFinish() {
        return true;
    }

    @Override
    public Future<Buffer> chunk(Buffer chunk) {
        if (settled) {
            return Future.succeededFuture(chunk);
        }
        probe.feed(chunk);
        if (recordFirst && probe.outcome() != CallOutcome.UNKNOWN) {
            return end().map(chunk);
        }
        return probe.outcome().surelyDidNotRun()
                ? settleOnce(Outcome.DID_NOT_RUN).map(chunk)
                : Future.succeededFuture(chunk);
    }

    @Override
    public Future<Buffer> end() {
        return settleOnce(probe.outcome().surelyDidNotRun() ? Outcome.DID_NOT_RUN : Outcome.RAN)
                .compose(done -> recordOnce())
                .map(done -> Buffer.buffer());
    }

    @Override
    public void aborted(boolean byClient) {
        settleOnce(Outcome.RAN);
        Future<Void> unused = recordOnce(byClient ? "CANCELLED" : "BROKEN");
    }

    private Future<Void> settleOnce(Outcome outcome) {
        if (settled) {
            return Future.succeededFuture();
        }
        settled = true;
        return settle.apply(outcome);
    }

    private Future<Void> recordOnce() {
        return recordOnce(failedStatus ? "http_error" : probe.outcome().name());
    }

    private Future<Void> recordOnce(String outcome) {
        if (recorded) {
            return Future.succeededFuture();
        }
        recorded = true;
        return record.apply(outcome);
    }
}
