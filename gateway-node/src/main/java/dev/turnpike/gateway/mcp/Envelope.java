package dev.turnpike.gateway.mcp;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;

/**
 * What every message carries, whatever it says.
 *
 * @param era which generation of the protocol it speaks
 * @param version the protocol version it named; for a legacy message that named none, 2025-03-26
 * @param raw the very bytes that were judged, to be forwarded as they are; never to be written to
 */
public record Envelope(Era era, String version, Buffer raw) {
    public Envelope {
        requireNonNull(era, "era");
        requireNonNull(version, "version");
        requireNonNull(raw, "raw");
    }
}
