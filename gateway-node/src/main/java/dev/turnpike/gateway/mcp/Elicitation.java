package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/** How a client can put a question to its user while a call waits (MCP 2026-07-28, "Elicitation"). */
public enum Elicitation {
    NONE,
    /** By a form of its own. */
    FORM,
    /** By leading the user to a web page. */
    URL;

    /** The best of what a client declares; an empty object means forms. */
    static Elicitation of(JsonNode declared) {
        if (!declared.isObject()) {
            return NONE;
        }
        if (declared.path("url").isObject()) {
            return URL;
        }
        return declared.isEmpty() || declared.path("form").isObject() ? FORM : NONE;
    }
}
