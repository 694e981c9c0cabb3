package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Which era a message belongs to. A message that claims the modern one in its header or its body is held to all of its
 * rules; half a claim is refused (MCP 2026-07-28, "Protocol Version Header", "_meta" and "Versioning").
 */
final class Opening {
    private Opening() {}

    /** The envelope of a request. */
    static Envelope request(MultiMap headers, String method, Meta meta, Buffer raw) {
        String header = HeaderValue.single(headers, MirrorHeaders.PROTOCOL_VERSION);
        String named = meta.version();
        if (named == null && method.equals("initialize")) {
            return legacy(Era.ASSUMED_VERSION, raw); // negotiates its version in the body
        }
        Envelope envelope = envelope(header, named, raw);
        if (envelope.era() == Era.MODERN) {
            meta.requireModern();
            if (header == null) {
                throw WireException.headerMismatch("the " + MirrorHeaders.PROTOCOL_VERSION + " header is missing");
            }
        }
        return envelope;
    }

    /** The envelope of a notification, of which the modern era requires no headers. */
    static Envelope notification(MultiMap headers, Meta meta, Buffer raw) {
        return envelope(HeaderValue.single(headers, MirrorHeaders.PROTOCOL_VERSION), meta.version(), raw);
    }

    /** The envelope of a response, which only the legacy era knows. */
    static Envelope response(MultiMap headers, Buffer raw) {
        Envelope envelope = envelope(HeaderValue.single(headers, MirrorHeaders.PROTOCOL_VERSION), null, raw);
        if (envelope.era() == Era.MODERN) {
            throw WireException.invalidRequest("responses are not accepted in version " + envelope.version());
        }
        return envelope;
    }

    private static Envelope envelope(@Nullable String header, @Nullable String named, Buffer raw) {
        if (header != null && named != null && !header.equals(named)) {
            throw WireException.headerMismatch(MirrorHeaders.PROTOCOL_VERSION + " header value `" + Shown.text(header)
                    + "` does not match body value `" + Shown.text(named) + "`");
        }
        String version = named != null ? named : header;
        if (version == null) {
            return legacy(Era.ASSUMED_VERSION, raw);
        }
        if (Era.LEGACY_VERSIONS.contains(version)) {
            return legacy(version, raw);
        }
        if (version.equals(Era.MODERN_VERSION)) {
            return new Envelope(Era.MODERN, version, raw);
        }
        throw WireException.unsupportedVersion(version);
    }

    private static Envelope legacy(String version, Buffer raw) {
        return new Envelope(Era.LEGACY, version, raw);
    }
}
