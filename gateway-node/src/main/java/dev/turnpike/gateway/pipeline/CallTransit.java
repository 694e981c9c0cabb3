package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Outcome;
import dev.turnpike.gateway.mcp.CallOutcomeProbe;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way back of a forwarded call: bytes pass untouched, while the answer is watched to learn whether the tool ran.
 * What a call did not use is given back <em>before</em> the client can know of its failure, so that its next call finds
 * it. Settles and records exactly once.
 */
final class CallTransit implements Transit {
    private final Function<Outcome, Future<Void>> settle;
    private final CallOutcomeProbe probe;
    private final Consumer<String> record;
    private boolean settled;
    private boolean failedStatus;
    private boolean recorded;

    CallTransit(Function<Outcome, Future<Void>> settle, CallOutcomeProbe probe, Consumer<String> record) {
        this.settle = settle;
        this.probe = probe;
        this.record = record;
    }

    /** The upstream answered with an HTTP error: the call did not run, whatever the body says. */
    Future<Void> failed() {
        failedStatus = true;
        return settleOnce(Outcome.DID_NOT_RUN);
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
        return probe.outcome().surelyDidNotRun()
                ? settleOnce(Outcome.DID_NOT_RUN).map(chunk)
                : Future.succeededFuture(chunk);
    }

    @Override
    public Future<Buffer> end() {
        return settleOnce(probe.outcome().surelyDidNotRun() ? Outcome.DID_NOT_RUN : Outcome.RAN)
                .map(done -> {
                    recordOnce(failedStatus ? "http_error" : probe.outcome().name());
                    return Buffer.buffer();
                });
    }

    @Override
    public void aborted(boolean byClient) {
        settleOnce(Outcome.RAN);
        recordOnce(byClient ? "CANCELLED" : "BROKEN");
    }

    private Future<Void> settleOnce(Outcome outcome) {
        if (settled) {
            return Future.succeededFuture();
        }
        settled = true;
        return settle.apply(outcome);
    }

    private void recordOnce(String outcome) {
        if (!recorded) {
            recorded = true;
            record.accept(outcome);
        }
    }
}
