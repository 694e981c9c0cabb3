package dev.turnpike.gateway.config;

/** How a server's agents are told that a call was refused. */
public enum ErrorStyle {
    /** A tool result with {@code isError}, which every client hands to its model. */
    RESULT,
    /** A JSON-RPC error with a positive code. */
    PROTOCOL
}
