package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.config.Grant;
import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.mcp.ParamHeaders;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.trace.CallTrace;
import io.vertx.core.MultiMap;

/**
 * A tool call that nobody has judged yet.
 *
 * @param trace what is told of it to whoever traces calls
 */
public record Call(Inbound inbound, Message.ToolCall message, CallTrace trace) {
    public Call {
        requireNonNull(inbound, "inbound");
        requireNonNull(message, "message");
        requireNonNull(trace, "trace");
    }

    /** The same call in other words. */
    Call with(Message.ToolCall other) {
        return new Call(inbound, other, trace);
    }

    /** The same call with other arguments; the headers that mirror them follow. */
    Call with(Message.ToolCall other, KnownTools tools) {
        MultiMap headers = tools.paramHeaders(server().name(), tool())
                .orElse(ParamHeaders.NONE)
                .mirroring(other, inbound.headers());
        return new Call(inbound.with(headers), other, trace);
    }

    String tool() {
        return message.tool();
    }

    Grant grant() {
        return inbound.caller().grant();
    }

    Server server() {
        return inbound.caller().server();
    }

    /** The grant's policy; without one, the policy that denies everything. */
    Policy policy() {
        return grant().policy();
    }
}
