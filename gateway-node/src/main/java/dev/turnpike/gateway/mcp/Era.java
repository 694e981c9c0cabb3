package dev.turnpike.gateway.mcp;

import java.util.List;
import java.util.Set;

/**
 * The two generations of the protocol that share one endpoint: those that open with {@code initialize}, and those whose
 * every request carries its own protocol version (MCP 2026-07-28, "Versioning", Terminology).
 */
public enum Era {
    /** 2025-11-25 and earlier: handshake, sessions, GET streams. */
    LEGACY,
    /** 2026-07-28: stateless, POST only, headers that mirror the body. */
    MODERN;

    /** The modern version that is served. */
    static final String MODERN_VERSION = "2026-07-28";

    /** What a legacy request without the header speaks (MCP 2025-11-25, "Protocol Version Header"). */
    static final String ASSUMED_VERSION = "2025-03-26";

    /**
     * Versions that a legacy peer names in the header after its handshake. 2024-11-05 had no such header, but SDKs that
     * settled on it over Streamable HTTP send it all the same.
     */
    static final Set<String> LEGACY_VERSIONS = Set.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    /** What an unsupported version is told. Modern alone: older ones are negotiated by {@code initialize}. */
    static final List<String> SUPPORTED = List.of(MODERN_VERSION);
}
