package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.mcp.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** A request that needs no judgement and passes as it is. No tool call can become one. */
public final class Passage {
    private final Inbound inbound;
    private final HttpMethod method;
    private final Optional<Buffer> body;

    private Passage(Inbound inbound, HttpMethod method, Optional<Buffer> body) {
        this.inbound = requireNonNull(inbound, "inbound");
        this.method = method;
        this.body = body;
    }

    static Passage of(Inbound inbound, Message.ToolListCall message) {
        return post(inbound, message);
    }

    static Passage of(Inbound inbound, Message.OtherRequest message) {
        return post(inbound, message);
    }

    static Passage of(Inbound inbound, Message.Notification message) {
        return post(inbound, message);
    }

    static Passage of(Inbound inbound, Message.Response message) {
        return post(inbound, message);
    }

    /** A legacy stream from the server (MCP 2025-11-25, "Listening for Messages from the Server"). */
    static Passage stream(Inbound inbound) {
        return new Passage(inbound, HttpMethod.GET, Optional.empty());
    }

    /** The end of a legacy session (MCP 2025-11-25, "Session Management"). */
    static Passage endOfSession(Inbound inbound) {
        return new Passage(inbound, HttpMethod.DELETE, Optional.empty());
    }

    private static Passage post(Inbound inbound, Message message) {
        return new Passage(inbound, HttpMethod.POST, Optional.of(message.raw()));
    }

    public Inbound inbound() {
        return inbound;
    }

    public HttpMethod method() {
        return method;
    }

    public Optional<Buffer> body() {
        return body;
    }
}
