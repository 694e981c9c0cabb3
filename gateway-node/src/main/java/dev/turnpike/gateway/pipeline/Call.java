package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.config.Grant;
import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.Message;
import dev.turnpike.gateway.policy.Policy;

/** A tool call that nobody has judged yet. */
public record Call(Inbound inbound, Message.ToolCall message) {
    public Call {
        requireNonNull(inbound, "inbound");
        requireNonNull(message, "message");
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
