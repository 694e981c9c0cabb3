package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.gateway.audit.ArgumentsDigest;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.config.Directory;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.NodeConfig.Caps;
import dev.turnpike.gateway.mcp.Answers;
import dev.turnpike.gateway.mcp.CallEditor;
import dev.turnpike.gateway.mcp.Decoder;
import dev.turnpike.gateway.mcp.Era;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.seal.Seal;
import dev.turnpike.gateway.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What becomes of an admitted request. Tool calls pass the {@link Gate}, tool lists are filtered, everything else goes
 * through. Thread-safe; futures complete on the request's context, and fail with {@link
 * dev.turnpike.gateway.mcp.WireException} or {@link UpstreamFailure} where no JSON-RPC id can be answered.
 */
public final class Pipeline {
    private final Decoder decoder;
    private final Gate gate;
    private final ListPath lists;
    private final Upstream upstream;
    private final KnownTools tools;
    private final Tracing tracing;
    private final Meters meters;

    /**
     * The path of one event loop.
     *
     * @param approvals what people have to do with it
     * @param recording what becomes of the records of its calls
     */
    public Pipeline(
            Caps caps,
            JsonCaps json,
            QuotaLedger ledger,
            Consent approvals,
            Deadlines deadlines,
            Upstream upstream,
            Recording recording,
            KnownTools tools,
            NearLimits near,
            Meters meters) {
        this.decoder = new Decoder(json);
        this.upstream = upstream;
        this.meters = meters;
        this.tools = tools;
        this.tracing = recording.tracing();
        Clearance clearance = new Clearance(ledger, meters, near);
        Asking asking = new Asking(
                approvals.desk(),
                clearance,
                new Holding(approvals.waiting(), deadlines),
                new Elicitations(approvals.seal(), approvals.clock()),
                new CallEditor(json),
                tools,
                approvals.url(),
                call -> stands(approvals, call));
        this.gate = new Gate(
                asking,
                clearance,
                upstream,
                new Recorder(recording, meters, tools),
                new KeepAlive(deadlines, approvals.keepAlive()),
                JsonCaps.TOOL_LIST,
                meters);
        this.lists = new ListPath(caps, tools, meters);
    }

    /**
     * What the path of a call needs of approvals; every part is shared by all event loops and thread-safe.
     *
     * @param keepAlive between two signs of life for a client whose call is held
     * @param url where people decide an approval, from its id
     */
    public record Consent(
            ApprovalDesk desk,
            Waiting waiting,
            Seal seal,
            LiveDirectory directory,
            InstantSource clock,
            Duration keepAlive,
            UnaryOperator<String> url) {}

    /**
     * What becomes of the records of calls, and of their traces; every part is thread-safe.
     *
     * @param values keeps those of arguments, where servers want it
     * @param beforeAnswer whether no answer goes out before its record is kept
     */
    public record Recording(
            AuditSink audit,
            ArgumentsDigest.Maker digests,
            ValueKeeper values,
            Tracing tracing,
            boolean beforeAnswer) {}

    /** Whether a call that waited meets the same grant, with the same token, the same policy and the same server. */
    private static boolean stands(Consent approvals, Call call) {
        Directory current = approvals.directory().current();
        return current.grant(call.grant().name())
                        .filter(now -> now.valid(approvals.clock().instant())
                                && now.revision() == call.grant().revision()
                                && now.policyName().equals(call.grant().policyName())
                                && now.policyRevision() == call.grant().policyRevision())
                        .isPresent()
                && current.server(call.server().name())
                        .filter(now -> now.revision() == call.server().revision())
                        .isPresent();
    }

    /** A message that a client posted. */
    public Future<Reply> post(Inbound inbound, Buffer body) {
        Message message = decoder.decode(inbound.headers(), body);
        return message.fold(
                call -> {
                    meters.accepted("tool_call");
                    tools.paramHeaders(inbound.caller().server().name(), call.tool())
                            .ifPresent(mirrored -> mirrored.check(call, inbound.headers()));
                    return gate.pass(new Call(
                            inbound,
                            call,
                            tracing.begin(
                                    call, inbound.headers(), inbound.caller().server(), inbound.arrived())));
                },
                list -> {
                    meters.accepted("tool_list");
                    return answering(
                            list.id(),
                            () -> upstream.relay(Passage.of(inbound, list))
                                    .compose(answer -> lists.filter(inbound.caller(), list.era(), answer)));
                },
                request -> {
                    meters.accepted("request");
                    return answering(request.id(), () -> relay(Passage.of(inbound, request)));
                },
                notification -> {
                    meters.accepted("notification");
                    return relay(Passage.of(inbound, notification));
                },
                response -> {
                    meters.accepted("response");
                    return relay(Passage.of(inbound, response));
                });
    }

    /** A legacy stream. It may replay an answer to {@code tools/list}, so lists are filtered here too. */
    public Future<Reply> stream(Inbound inbound) {
        meters.accepted("stream");
        return upstream.relay(Passage.stream(inbound))
                .compose(answer -> lists.filter(inbound.caller(), Era.LEGACY, answer));
    }

    /** The end of a legacy session. */
    public Future<Reply> endSession(Inbound inbound) {
        meters.accepted("end_session");
        return relay(Passage.endOfSession(inbound));
    }

    private Future<Reply> relay(Passage passage) {
        return upstream.relay(passage).map(answer -> new Reply.Streamed(answer, Transit.UNTOUCHED));
    }

    /** A request with an id gets its failure as a JSON-RPC error, which clients show; other statuses they drop. */
    private static Future<Reply> answering(String id, Supplier<Future<Reply>> exchange) {
        return exchange.get().recover(failure -> {
            if (failure instanceof UpstreamFailure lost) {
                return Future.succeededFuture(
                        Reply.json(200, Answers.error(id, lost.status(), lost.sentence(), /* data= */ null)));
            }
            return Future.failedFuture(failure);
        });
    }
}
