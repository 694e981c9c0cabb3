package dev.turnpike.gateway.policy;

/** Whose counter a limit spends from. */
public enum Scope {
    /** The MCP session; the grant where there is none. */
    SESSION,
    /** The grant. */
    GRANT,
    /** All grants of the server. */
    SERVER,
    /** Everybody. */
    CLUSTER
}
