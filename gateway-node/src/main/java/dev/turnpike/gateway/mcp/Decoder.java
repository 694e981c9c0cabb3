package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Stub. */
public final class Decoder {
    public Decoder(JsonCaps caps) {}

    public Message decode(MultiMap headers, Buffer body) {
        return new Message.Response(new Envelope(Era.LEGACY, Era.ASSUMED_VERSION, body));
    }
}
