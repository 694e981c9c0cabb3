package dev.turnpike.gateway.pipeline;

import dev.turnpike.gateway.config.NodeConfig.Caps;
import dev.turnpike.gateway.mcp.Era;
import dev.turnpike.gateway.mcp.FilteredList;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.SseToolListFilter;
import dev.turnpike.gateway.mcp.ToolListFilter;
import dev.turnpike.gateway.mcp.UnreadableListException;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.policy.Policy;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** The way back of whatever may hold a tool list: hidden tools are cut out, the rest passes as it is. */
final class ListPath {
    private final int maxBytes;
    private final JsonCaps jsonCaps;
    private final KnownTools tools;
    private final Meters meters;

    ListPath(Caps caps, KnownTools tools, Meters meters) {
        this.maxBytes = caps.maxListBytes();
        this.jsonCaps = JsonCaps.TOOL_LIST;
        this.tools = tools;
        this.meters = meters;
    }

    /**
     * What the caller may see of an upstream's answer. Fails with {@link UpstreamFailure} if it cannot be filtered with
     * certainty.
     */
    Future<Reply> filter(Caller caller, Era era, UpstreamAnswer answer) {
        if (!answer.succeeded()) {
            return Future.succeededFuture(new Reply.Streamed(answer, Transit.UNTOUCHED));
        }
        Policy policy = caller.grant().policy();
        ToolListFilter filter = new ToolListFilter(era, jsonCaps, policy::shows);
        if (answer.isEventStream()) {
            SseToolListFilter events =
                    new SseToolListFilter(filter, maxBytes, filtered -> learned(caller, policy, filtered));
            return Future.succeededFuture(new Reply.Streamed(answer, new ListTransit(events)));
        }
        if (answer.isJson()) {
            return Collected.collect(answer, maxBytes).map(body -> whole(caller, policy, filter, answer, body));
        }
        return answer.status() == 202 || answer.status() == 204
                ? Future.succeededFuture(new Reply.Streamed(answer, Transit.UNTOUCHED))
                : Future.failedFuture(unreadable(caller, answer));
    }

    private Reply whole(Caller caller, Policy policy, ToolListFilter filter, UpstreamAnswer answer, Buffer body) {
        try {
            FilteredList filtered = filter.filter(body);
            learned(caller, policy, filtered);
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(answer.headers());
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            return new Reply.Whole(answer.status(), headers, filtered.bytes());
        } catch (UnreadableListException unreadable) {
            throw unreadable(caller, answer);
        }
    }

    private void learned(Caller caller, Policy policy, FilteredList filtered) {
        if (filtered.listed().isEmpty()) {
            return;
        }
        tools.learn(caller.server().name(), filtered.listed());
        if (filtered.listed().stream().anyMatch(tool -> !policy.shows(tool.name()))) {
            meters.listFiltered();
        }
    }

    private static UpstreamFailure unreadable(Caller caller, UpstreamAnswer answer) {
        answer.reset().run();
        return new UpstreamFailure(
                UpstreamFailure.Kind.UNREADABLE,
                answer.status(),
                "the tool list of server `" + caller.server().name() + "` cannot be read, so none of it may pass");
    }
}
