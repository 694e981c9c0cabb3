package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Balance;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Reservation;
import dev.turnpike.gateway.audit.ArgumentsDigest;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.CounterChange;
import dev.turnpike.gateway.audit.AuditRecord.UpstreamAnswer;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.audit.values.ValueLog;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.policy.Refusal;
import dev.turnpike.gateway.trace.CallTrace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last step: one audit record and the metrics of each decision. */
final class Recorder {
    private static final Future<Void> KEPT = Future.succeededFuture();

    private final AuditSink audit;
    private final Meters meters;
    private final KnownTools tools;
    private final ArgumentsDigest.Maker digests;
    private final ValueKeeper values;
    private final boolean beforeAnswer;

    Recorder(Pipeline.Recording recording, Meters meters, KnownTools tools) {
        this.audit = recording.audit();
        this.digests = recording.digests();
        this.values = recording.values();
        this.beforeAnswer = recording.beforeAnswer();
        this.meters = meters;
        this.tools = tools;
    }

    /** Whether the next decision can be recorded. */
    boolean ready() {
        return audit.writable();
    }

    /** Whether no answer goes out before its record is kept. */
    boolean beforeAnswer() {
        return beforeAnswer;
    }

    /**
     * A call that was not forwarded.
     *
     * @return completes when it may be answered
     */
    Future<Void> refused(Call call, Refused refused) {
        Verdict verdict = refused.pending().isPresent() ? Verdict.ASK : Verdict.DENY;
        count(call, verdict, Optional.of(refused.refusal()));
        List<CounterChange> counters = new ArrayList<>();
        refused.balances().forEach(balance -> counters.add(change("", balance)));
        return keep(
                call,
                record(call, verdict, Optional.of(refused.refusal()), refused.approval(), counters, Optional.empty()));
    }

    /**
     * A call that was forwarded, and how that ended.
     *
     * @return completes when the end of the answer may go out
     */
    Future<Void> forwarded(ClearedCall cleared, int status, String outcome, long sentNanos) {
        Call call = cleared.call();
        Verdict verdict = cleared.wouldDeny().isPresent() ? Verdict.WOULD_DENY : Verdict.ALLOW;
        long now = System.nanoTime();
        String how = outcome.toLowerCase(Locale.ROOT);
        count(call, verdict, cleared.wouldDeny());
        meters.upstream(call.server().name(), how, now - sentNanos);
        meters.added(sentNanos - call.inbound().arrivedNanos());
        List<CounterChange> counters = new ArrayList<>();
        for (Reservation reservation : cleared.reservations()) {
            reservation.balances().forEach(balance -> counters.add(change(owner(reservation.owner()), balance)));
        }
        return keep(
                call,
                record(
                        call,
                        verdict,
                        cleared.wouldDeny(),
                        cleared.use().map(ApprovalUse::approval),
                        counters,
                        Optional.of(new UpstreamAnswer(status, how, now - sentNanos))));
    }

    /** A call that ended in a fault of the gateway's own. */
    void failed(Call call) {
        meters.decision("deny", "internal_error", call.server().name(), label(call));
        call.trace().fail("internal_error");
    }

    private Future<Void> keep(Call call, AuditRecord record) {
        endTrace(call, record);
        if (!beforeAnswer) {
            audit.accept(record);
            return KEPT;
        }
        Promise<Void> kept = Promise.promise();
        Context context = call.inbound().context();
        audit.accept(record, () -> context.runOnContext(now -> kept.complete()));
        return kept.future();
    }

    private void endTrace(Call call, AuditRecord record) {
        CallTrace trace = call.trace();
        if (trace.isRecorded()) {
            String session =
                    Sessions.key(call.inbound().headers(), call.message().era());
            trace.end(record, isKnown(call) ? call.tool() : "", session.equals(Sessions.NONE) ? "" : session);
        }
    }

    private void count(Call call, Verdict verdict, Optional<Refusal> refusal) {
        meters.decision(
                verdict.name().toLowerCase(Locale.ROOT),
                refusal.map(why -> why.code().wire()).orElse(""),
                call.server().name(),
                label(call));
    }

    /** A name that the policy or the upstream knows; one that only callers know would make a metric without bound. */
    private String label(Call call) {
        return isKnown(call) ? call.tool() : Meters.OTHER_TOOL;
    }

    private boolean isKnown(Call call) {
        return call.policy().names(call.tool()) || tools.knows(call.server().name(), call.tool());
    }

    private AuditRecord record(
            Call call,
            Verdict verdict,
            Optional<Refusal> refusal,
            Optional<String> approval,
            List<CounterChange> counters,
            Optional<UpstreamAnswer> upstream) {
        return new AuditRecord(
                call.inbound().arrived(),
                call.grant().name(),
                call.server().name(),
                call.tool(),
                verdict,
                refusal.map(why -> why.code().wire()),
                refusal.map(Refusal::rule),
                refusal.map(Refusal::message),
                call.grant().policyName(),
                call.grant().policyRevision(),
                approval,
                argumentNames(call),
                digests.of(call.message().raw().length(), call.message().arguments()::tree),
                values(call),
                counters,
                upstream,
                call.trace().id(),
                System.nanoTime() - call.inbound().arrivedNanos());
    }

    private static List<String> argumentNames(Call call) {
        List<String> names = call.message().arguments().names();
        return names.subList(0, Math.min(names.size(), AuditRecord.MOST_ARGUMENTS));
    }

    private static CounterChange change(String owner, Balance balance) {
        Charge charge = balance.charge();
        return new CounterChange(
                charge.counter().name(),
                owner,
                Charge.units(balance.beforeMicros()),
                Charge.units(balance.afterMicros()),
                Charge.units(charge.maxMicros()),
                balance.windowStartMillis());
    }

    /** The values of long calls are not kept: an event loop would be held up. */
    private Optional<String> values(Call call) {
        return call.server()
                .recording()
                .filter(how -> call.message().raw().length() <= ValueLog.MOST_BYTES)
                .flatMap(how -> values.keep(
                        call.inbound().arrived(),
                        how,
                        call.message().arguments().tree()));
    }

    private static String owner(CounterOwner owner) {
        return owner.kind().name().toLowerCase(Locale.ROOT);
    }
}
